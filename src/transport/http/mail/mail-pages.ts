/** The pages that a mail links to. A GET shows and spends nothing; only the POST acts, so a scanner changes nothing. */
import { Type } from "typebox";
import { stopMail } from "../../../usecases/mail/stop-mail.ts";
import { escapeHtml, type PlainPagesDeps, sendPage } from "../plain-page.ts";
import { type App, typed } from "../server.ts";

interface MailPagesDeps extends PlainPagesDeps {
  readonly usecases: Parameters<typeof stopMail>[0];
}

/** 256 bits in base64url take 43 characters. */
const Token = Type.Object({
  purpose: Type.Union([Type.Literal("stop"), Type.Literal("not-me")]),
  token: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
});

export function mailPages(deps: MailPagesDeps): (app: App) => Promise<void> {
  return async (plugin) => {
    // Mail providers post `List-Unsubscribe=One-Click`, as a form of either kind (RFC 8058 §3.2) or as they please; the
    // token says it all, and nothing of the body is read.
    plugin.removeAllContentTypeParsers();
    plugin.addContentTypeParser("*", (_request, _body, done) => done(null, null));
    plugin.addHook("onRequest", (request, _reply, done) => {
      // Else a type that is none would be refused before any of ours is asked.
      delete request.raw.headers["content-type"];
      done();
    });
    const app = typed(plugin);
    app.get("/mail/:purpose/:token", { schema: { params: Token } }, async (request, reply) => {
      const key = request.params.purpose;
      const body = (say: (key: string) => string): string =>
        `<form method="post"><button>${say(`page.${key}.button`)}</button></form>`;
      return sendPage(deps, request, reply, { key, brand: await deps.loadBrand(request.params), body });
    });
    app.post("/mail/:purpose/:token", { schema: { params: Token } }, async (request, reply) => {
      const { purpose, token } = request.params;
      const brand = await deps.loadBrand(request.params);
      const stopped = await stopMail(deps.usecases, purpose, token);
      if (!stopped.ok) return sendPage(deps, request, reply.code(404), { key: "link-invalid", brand });
      return sendPage(deps, request, reply, { key: `${purpose}-done`, brand });
    });
    app.get("/conversation", async (request, reply) => {
      const brand = await deps.loadBrand(null);
      const head =
        brand === null
          ? ""
          : `<script src="/assets/conversation.js"></script><script async src="/widget/ariane.js" data-brand="${escapeHtml(brand.id)}"></script>`;
      return sendPage(deps, request, reply, { key: "conversation", brand, head });
    });
  };
}
