/** Files of messages at both doors. */
import { agentFilesApi, widgetFilesApi } from "../../../../contract/attachments/files.ts";
import { attachmentId } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { AttachmentQueries } from "../../../ports/queries/attachment-queries.ts";
import { dropUpload } from "../../../usecases/attachments/drop-upload.ts";
import { uploadFile } from "../../../usecases/attachments/upload-file.ts";
import { UPLOADS_A_NETWORK, UPLOADS_A_SESSION } from "../../edge/allowances.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { serve, serveOctets } from "../serve.ts";
import type { App } from "../server.ts";
import { readFile, sendFile, takeBodiesAsFiles } from "./file-transfer.ts";

interface AttachmentRoutesDeps {
  readonly usecases: Parameters<typeof uploadFile>[0];
  readonly files: AttachmentQueries;
  readonly principals: Principals;
  readonly limits: Limits;
}

/** Registered inside the widget's plugin, so that its rules about origins hold here too. */
export function widgetAttachments({ usecases, files, principals, limits }: AttachmentRoutesDeps) {
  return async (app: App): Promise<void> => {
    takeBodiesAsFiles(app);
    const door = { app, principals };
    serve(
      door,
      widgetFilesApi.upload,
      ({ who, request }) => uploadFile(usecases, who.sessionId, readFile(request, limits.bodies)),
      async ({ who, request }) => {
        await limits.take(`upload:${who.sessionId}`, UPLOADS_A_SESSION);
        await limits.takeOf("upload", request.ip, UPLOADS_A_NETWORK);
      },
    );
    serve(door, widgetFilesApi.drop, async ({ who, params }) =>
      ok(await dropUpload(usecases, who.sessionId, attachmentId(params.id))),
    );
    serveOctets(door, widgetFilesApi.fetch, async ({ who, params, reply }) =>
      sendFile(reply, await files.forWidget(who, attachmentId(params.id))),
    );
  };
}

/** Registered at the agents' door. */
export function agentAttachments({ usecases, files, principals, limits }: AttachmentRoutesDeps) {
  return async (app: App): Promise<void> => {
    takeBodiesAsFiles(app);
    const door = { app, principals };
    serve(
      door,
      agentFilesApi.upload,
      ({ who, request }) => uploadFile(usecases, who.id, readFile(request, limits.bodies)),
      ({ who }) => limits.take(`upload:${who.id}`, UPLOADS_A_SESSION),
    );
    serve(door, agentFilesApi.drop, async ({ who, params }) =>
      ok(await dropUpload(usecases, who.id, attachmentId(params.id))),
    );
    serveOctets(door, agentFilesApi.fetch, async ({ who, params, reply }) =>
      sendFile(reply, await files.forAgent(who, attachmentId(params.id))),
    );
  };
}
