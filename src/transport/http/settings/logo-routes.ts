/** Logos of brands: put up by admins, fetched by everybody. */
import { logoApi, messagingApi } from "../../../../contract/settings/messaging.ts";
import { brandId } from "../../../domain/ids.ts";
import { LOGO_TOO_LARGE, MAX_LOGO_BYTES } from "../../../domain/settings/logo.ts";
import type { SettingsQueries } from "../../../ports/queries/settings-queries.ts";
import { saveLogo } from "../../../usecases/settings/save-logo.ts";
import { readWhole } from "../../edge/bodies.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { Refused, refused } from "../../edge/refusals.ts";
import { takeBodiesAsFiles } from "../attachments/file-transfer.ts";
import { serve, serveOctets } from "../serve.ts";
import type { App } from "../server.ts";

interface LogoRoutesDeps {
  readonly usecases: Parameters<typeof saveLogo>[0];
  readonly queries: Pick<SettingsQueries, "logo">;
  readonly principals: Principals;
  readonly limits: Limits;
}

const YEAR_SECONDS = 31_536_000;

export function logoRoutes({ usecases, queries, principals, limits }: LogoRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    takeBodiesAsFiles(app);
    const door = { app, principals };
    serve(
      door,
      messagingApi.saveLogo,
      async ({ acting, params, request }) =>
        saveLogo(acting(usecases), brandId(params.id), await readWhole(limits.bodies, request, MAX_LOGO_BYTES)),
      // Told before the body comes.
      async ({ request }) => {
        if (Number(request.headers["content-length"] ?? 0) <= MAX_LOGO_BYTES) return;
        throw new Refused(LOGO_TOO_LARGE);
      },
    );
    serve(door, messagingApi.removeLogo, ({ acting, params }) => saveLogo(acting(usecases), brandId(params.id), null));
    serveOctets(door, logoApi.fetch, async ({ params, reply }) => {
      const logo = await queries.logo(params.hash);
      if (logo === null) throw refused("not-found", "No brand has this logo.");
      return (
        reply
          .header("content-type", logo.type)
          // Nothing that somebody put up is ever a page of ours.
          .header("content-security-policy", "default-src 'none'; sandbox")
          .header("cache-control", `public, max-age=${YEAR_SECONDS}, immutable`)
          // Any page that carries the widget draws it, also under COEP: it is on show anyway.
          .header("access-control-allow-origin", "*")
          .header("cross-origin-resource-policy", "cross-origin")
          .send(logo.bytes)
      );
    });
  };
}
