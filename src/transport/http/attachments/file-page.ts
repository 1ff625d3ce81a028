/**
 * Where a mail links to a file that was too large for it. The token travels in the fragment, which no server and no
 * scanner sees; the page puts it into a form, and the answer to the form is the file.
 */
import { Type } from "typebox";
import type { AttachmentQueries } from "../../../ports/queries/attachment-queries.ts";
import type { Clock, Secrets } from "../../../ports/system.ts";
import { sendFile } from "./file-transfer.ts";
import { type PlainPagesDeps, sendPage } from "../plain-page.ts";
import { type App, typed } from "../server.ts";

interface FilePageDeps extends PlainPagesDeps {
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "hashToken">;
  readonly files: Pick<AttachmentQueries, "byLink">;
}

/** 256 bits in base64url take 43 characters. */
const Asked = Type.Object({ token: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }) });
/** One short field. */
const MAX_FORM_BYTES = 1_024;

export function filePage(deps: FilePageDeps): (app: App) => Promise<void> {
  return async (plugin) => {
    plugin.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: MAX_FORM_BYTES },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    const app = typed(plugin);
    app.get("/file", async (request, reply) =>
      sendPage(deps, request, reply, {
        key: "file",
        brand: await deps.loadBrand(null),
        head: `<script defer src="/assets/file.js"></script>`,
        body: (say) =>
          `<form method="post"><input type="hidden" name="token"><button>${say("page.file.button")}</button></form>`,
      }),
    );
    app.post("/file", { schema: { body: Asked } }, async (request, reply) => {
      const file = await deps.files.byLink(deps.secrets.hashToken(request.body.token), deps.clock.now());
      return file === null
        ? sendPage(deps, request, reply.code(404), { key: "file-gone", brand: await deps.loadBrand(null) })
        : sendFile(reply, file).header("cache-control", "no-store");
    });
  };
}
