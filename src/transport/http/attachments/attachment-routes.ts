/** Files of messages at both doors (contract/widget.ts, contract/agent.ts). */
import { Type } from "typebox";
import { Uuid } from "../../../../contract/shared.ts";
import { attachmentId } from "../../../domain/ids.ts";
import type { AttachmentQueries } from "../../../ports/queries/attachment-queries.ts";
import { dropUpload } from "../../../usecases/attachments/drop-upload.ts";
import { uploadFile } from "../../../usecases/attachments/upload-file.ts";
import { type Limits, UPLOADS_A_SESSION, UPLOADS_AN_ADDRESS } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { sendRefusal } from "../../edge/refusals.ts";
import { readFile, sendFile, takeBodiesAsFiles } from "./file-transfer.ts";
import { type App, typed } from "../server.ts";

export interface AttachmentRoutesDeps {
  readonly usecases: Parameters<typeof uploadFile>[0];
  readonly files: AttachmentQueries;
  readonly principals: Principals;
  readonly limits: Limits;
}

const ById = Type.Object({ id: Uuid });

/** Registered inside the widget's plugin, so that its rules about origins hold here too. */
export function widgetAttachments({ usecases, files, principals, limits }: AttachmentRoutesDeps) {
  return async (plugin: App): Promise<void> => {
    takeBodiesAsFiles(plugin);
    const app = typed(plugin);
    app.post("/attachments", async (request, reply) => {
      const { sessionId } = await principals.widget(request);
      await limits.take(`upload:${sessionId}`, UPLOADS_A_SESSION);
      await limits.take(`upload:${request.ip}`, UPLOADS_AN_ADDRESS);
      const uploaded = await uploadFile(usecases, sessionId, readFile(request));
      return uploaded.ok ? reply.code(201).send(uploaded.value) : sendRefusal(reply, uploaded.error);
    });
    app.delete("/attachments/:id", { schema: { params: ById } }, async (request, reply) => {
      const { sessionId } = await principals.widget(request);
      await dropUpload(usecases, sessionId, attachmentId(request.params.id));
      return reply.code(204).send();
    });
    app.get("/attachments/:id", { schema: { params: ById } }, async (request, reply) =>
      sendFile(reply, await files.forWidget(await principals.widget(request), attachmentId(request.params.id))),
    );
  };
}

/** Registered at the agents' door. */
export function agentAttachments({ usecases, files, principals, limits }: AttachmentRoutesDeps) {
  return async (plugin: App): Promise<void> => {
    takeBodiesAsFiles(plugin);
    const app = typed(plugin);
    app.post("/attachments", async (request, reply) => {
      const { id } = await principals.agent(request);
      await limits.take(`upload:${id}`, UPLOADS_A_SESSION);
      const uploaded = await uploadFile(usecases, id, readFile(request));
      return uploaded.ok ? reply.code(201).send(uploaded.value) : sendRefusal(reply, uploaded.error);
    });
    app.delete("/attachments/:id", { schema: { params: ById } }, async (request, reply) => {
      const { id } = await principals.agent(request);
      await dropUpload(usecases, id, attachmentId(request.params.id));
      return reply.code(204).send();
    });
    app.get("/attachments/:id", { schema: { params: ById } }, async (request, reply) =>
      sendFile(reply, await files.forAgent(await principals.agent(request), attachmentId(request.params.id))),
    );
  };
}
