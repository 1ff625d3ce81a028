/** The pages that a mail links to. A GET shows and spends nothing; only the POST acts, so a scanner changes nothing. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { chooseLocale, direction, parseLanguageHeader } from "../../domain/locale.ts";
import { locale, type Locale } from "../../domain/ids.ts";
import type { Words } from "../../ports/words.ts";
import { stopMail } from "../../usecases/mail/stop-mail.ts";
import { type App, typed } from "./server.ts";

export interface MailPagesDeps {
  readonly usecases: Parameters<typeof stopMail>[0];
  readonly words: Words;
  readonly loadAccount: () => Promise<{ readonly name: string; readonly locales: readonly Locale[] } | null>;
  /** The brand whose widget stands on the conversation page; null: there is none yet. */
  readonly defaultBrand: () => Promise<string | null>;
}

/** 256 bits in base64url take 43 characters. */
const Token = Type.Object({
  purpose: Type.Union([Type.Literal("stop"), Type.Literal("not-me")]),
  token: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
});
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function mailPages(deps: MailPagesDeps): (app: App) => Promise<void> {
  return async (plugin) => {
    // Mail providers post `List-Unsubscribe=One-Click` (RFC 8058 §3.2); the token says it all.
    plugin.addContentTypeParser("application/x-www-form-urlencoded", (_request, _body, done) => done(null, null));
    const app = typed(plugin);
    app.get("/mail/:purpose/:token", { schema: { params: Token } }, (request, reply) =>
      page(deps, request, reply, { key: request.params.purpose, form: true }),
    );
    app.post("/mail/:purpose/:token", { schema: { params: Token } }, async (request, reply) => {
      const stopped = await stopMail(deps.usecases, request.params.purpose, request.params.token);
      const key = stopped.ok ? (`${request.params.purpose}-done` as const) : "link-invalid";
      return page(deps, request, stopped.ok ? reply : reply.code(404), { key, form: false });
    });
    app.get("/conversation", async (request, reply) => {
      const brand = await deps.defaultBrand();
      return page(deps, request, reply, { key: "conversation", form: false, brand });
    });
  };
}

interface Shown {
  readonly key: "stop" | "stop-done" | "not-me" | "not-me-done" | "link-invalid" | "conversation";
  readonly form: boolean;
  readonly brand?: string | null;
}

async function page(
  deps: MailPagesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown,
): Promise<FastifyReply> {
  const account = await deps.loadAccount();
  const wished = parseLanguageHeader(request.headers["accept-language"] ?? "");
  const tag = chooseLocale(wished, account?.locales ?? []) ?? locale("en");
  const say = (key: string): string => escape(deps.words.say(tag, key, { account: account?.name ?? "Ariane" }));
  const button = shown.form ? `<form method="post"><button>${say(`page.${shown.key}.button`)}</button></form>` : "";
  const widget =
    shown.brand === undefined || shown.brand === null
      ? ""
      : `<script async src="/widget/ariane.js" data-brand="${escape(shown.brand)}"></script>`;
  return reply
    .type("text/html; charset=utf-8")
    .header("content-security-policy", PAGE_POLICY)
    .send(
      `<!doctype html><html lang="${tag}" dir="${direction(tag)}"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">` +
        `<title>${say(`page.${shown.key}.title`)}</title><link rel="stylesheet" href="/assets/page.css">${widget}</head>` +
        `<body><main><h1>${say(`page.${shown.key}.title`)}</h1><p>${say(`page.${shown.key}.text`)}</p>${button}</main></body></html>`,
    );
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
