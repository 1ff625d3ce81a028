/** The few pages that have no build: a title, a sentence, and at most one thing to do. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { chooseLocale, direction, parseLanguageHeader } from "../../domain/locale.ts";
import { locale, type Locale } from "../../domain/ids.ts";
import type { Words } from "../../ports/words.ts";

export interface PlainPagesDeps {
  readonly words: Words;
  readonly loadAccount: () => Promise<{ readonly name: string; readonly locales: readonly Locale[] } | null>;
}

interface PlainPage {
  /** Of `page.KEY.title` and `page.KEY.text` in the words of the server. */
  readonly key: string;
  /** Markup below the sentence; every text in it comes from `say`. */
  readonly body?: (say: (key: string) => string) => string;
  /** Markup for the head: a script of ours. */
  readonly head?: string;
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** In the language of the browser, as far as the account has it. */
export async function sendPage(
  { words, loadAccount }: PlainPagesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { key, body, head }: PlainPage,
): Promise<FastifyReply> {
  const account = await loadAccount();
  const wished = parseLanguageHeader(request.headers["accept-language"] ?? "");
  const tag = chooseLocale(wished, account?.locales ?? []) ?? locale("en");
  const say = (each: string): string => escapeHtml(words.say(tag, each, { account: account?.name ?? "Ariane" }));
  return reply
    .type("text/html; charset=utf-8")
    .header("content-security-policy", PAGE_POLICY)
    .send(
      `<!doctype html><html lang="${tag}" dir="${direction(tag)}"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">` +
        `<title>${say(`page.${key}.title`)}</title><link rel="stylesheet" href="/assets/page.css">${head ?? ""}</head>` +
        `<body><main><h1>${say(`page.${key}.title`)}</h1><p>${say(`page.${key}.text`)}</p>${body?.(say) ?? ""}</main></body></html>`,
    );
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
