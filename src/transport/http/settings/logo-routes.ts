/** Logos of brands: put up by admins, fetched by everybody. */
import { logoApi, messagingApi } from "../../../../contract/settings/messaging.ts";
import { brandId } from "../../../domain/ids.ts";
import { LOGO_TOO_LARGE, MAX_LOGO_BYTES } from "../../../domain/settings/logo.ts";
import type { AttachmentQueries } from "../../../ports/queries/attachment-queries.ts";
import { saveLogo } from "../../../usecases/settings/save-logo.ts";
import { readWhole } from "../../edge/bodies.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { takeBodiesAsFiles } from "../attachments/file-transfer.ts";
import { lighterThan, sendPicture } from "../attachments/picture-transfer.ts";
import { serve, serveOctets } from "../serve.ts";
import type { App } from "../server.ts";

interface LogoRoutesDeps {
  readonly usecases: Parameters<typeof saveLogo>[0];
  readonly files: Pick<AttachmentQueries, "picture">;
  readonly principals: Principals;
  readonly limits: Limits;
}

export function logoRoutes({ usecases, files, principals, limits }: LogoRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    takeBodiesAsFiles(app);
    const door = { app, principals };
    serve(
      door,
      messagingApi.saveLogo,
      async ({ acting, params, request }) =>
        saveLogo(acting(usecases), brandId(params.id), await readWhole(limits.bodies, request, MAX_LOGO_BYTES)),
      lighterThan(MAX_LOGO_BYTES, LOGO_TOO_LARGE),
    );
    serve(door, messagingApi.removeLogo, ({ acting, params }) => saveLogo(acting(usecases), brandId(params.id), null));
    serveOctets(door, logoApi.fetch, ({ params, reply }) => sendPicture(files, params.hash, reply));
  };
}
