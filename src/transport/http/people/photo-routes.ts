/** Photos of team members: put up by themselves or by an admin, fetched by everybody. */
import type { FastifyRequest } from "fastify";
import { memberPhotoApi, myPhotoApi, photoApi } from "../../../../contract/people/photos.ts";
import { agentId } from "../../../domain/ids.ts";
import { MAX_PHOTO_BYTES, PHOTO_TOO_LARGE } from "../../../domain/people/photo.ts";
import type { AttachmentQueries } from "../../../ports/queries/attachment-queries.ts";
import { savePhoto } from "../../../usecases/people/save-photo.ts";
import { readWhole } from "../../edge/bodies.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { takeBodiesAsFiles } from "../attachments/file-transfer.ts";
import { lighterThan, sendPicture } from "../attachments/picture-transfer.ts";
import { serve, serveOctets } from "../serve.ts";
import type { App } from "../server.ts";

interface PhotoRoutesDeps {
  readonly usecases: Parameters<typeof savePhoto>[0];
  readonly files: Pick<AttachmentQueries, "picture">;
  readonly principals: Principals;
  readonly limits: Limits;
}

export function photoRoutes({ usecases, files, principals, limits }: PhotoRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    takeBodiesAsFiles(app);
    const door = { app, principals };
    const light = lighterThan(MAX_PHOTO_BYTES, PHOTO_TOO_LARGE);
    serve(
      door,
      myPhotoApi.save,
      async ({ acting, who, request }) => savePhoto(acting(usecases), who.id, await photoIn(limits, request)),
      light,
    );
    serve(door, myPhotoApi.remove, ({ acting, who }) => savePhoto(acting(usecases), who.id, null));
    serve(
      door,
      memberPhotoApi.save,
      async ({ acting, params, request }) =>
        savePhoto(acting(usecases), agentId(params.id), await photoIn(limits, request)),
      light,
    );
    serve(door, memberPhotoApi.remove, ({ acting, params }) => savePhoto(acting(usecases), agentId(params.id), null));
    serveOctets(door, photoApi.fetch, ({ params, reply }) => sendPicture(files, params.hash, reply));
  };
}

const photoIn = ({ bodies }: Limits, request: FastifyRequest): Promise<Buffer> =>
  readWhole(bodies, request, MAX_PHOTO_BYTES);
