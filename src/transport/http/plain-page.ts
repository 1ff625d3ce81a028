/** The few pages that have no build: the brand, a title, a sentence, and at most one thing to do. */
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { chooseLocale, direction, parseLanguageHeader } from "../../domain/locale.ts";
import { locale, type Locale } from "../../domain/ids.ts";
import { inksOf } from "../../domain/settings/brand-look.ts";
import { fitted, logoPath } from "../../domain/settings/logo.ts";
import type { Brand } from "../../domain/settings/brand.ts";
import type { Words } from "../../ports/words.ts";

export interface PlainPagesDeps {
  readonly words: Words;
  /** Of the mail that this link stood in; of no link, and of one that is not known, the default one. Null: there is none yet. */
  readonly loadBrand: (link: PageLink | null) => Promise<Brand | null>;
  readonly loadAccount: () => Promise<{ readonly locales: readonly Locale[] } | null>;
}

/** A link of a mail that opens a page. */
interface PageLink {
  readonly purpose: "stop" | "not-me";
  readonly token: string;
}

interface PlainPage {
  readonly brand: Brand | null;
  /** Of `page.KEY.title` and `page.KEY.text` in the words of the server. */
  readonly key: string;
  /** Markup below the sentence; every text in it comes from `say`. */
  readonly body?: (say: (key: string) => string) => string;
  /** Markup for the head: a script of ours. */
  readonly head?: string;
}

const policyFor = (style: string): string =>
  `default-src 'none'; style-src 'self' 'sha256-${createHash("sha256").update(style).digest("base64")}'; ` +
  "script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** In the language of the browser, as far as the account has it. */
export async function sendPage(
  { words, loadAccount }: PlainPagesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { key, brand, body, head }: PlainPage,
): Promise<FastifyReply> {
  const account = await loadAccount();
  const wished = parseLanguageHeader(request.headers["accept-language"] ?? "");
  const tag = chooseLocale(wished, account?.locales ?? []) ?? locale("en");
  const [home] = brand?.allowedOrigins ?? [];
  const site = home?.replace(/^https?:\/\//, "") ?? "";
  const style = brand === null ? "" : styleOf(brand);
  const say = (each: string): string =>
    escapeHtml(wholeWords(words.say(tag, each, { account: brand?.name ?? "Ariane", site })));
  return reply
    .type("text/html; charset=utf-8")
    .header("content-security-policy", policyFor(style))
    .send(
      `<!doctype html><html lang="${tag}" dir="${direction(tag)}"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">` +
        `<title>${say(`page.${key}.title`)}</title><link rel="stylesheet" href="/assets/page.css"><style>${style}</style>${head ?? ""}</head>` +
        `<body><main>${brand === null ? "" : `<p class="brand">${logoOf(brand)}${escapeHtml(brand.name)}</p>`}<h1>${say(`page.${key}.title`)}</h1><p>${say(`page.${key}.text`)}</p>${body?.(say) ?? ""}` +
        `${home === undefined ? "" : `<a class="back" href="${escapeHtml(home)}">${say("page.back")}</a>`}</main></body></html>`,
    );
}

/** Room for a wordmark. */
const LOGO_BOX = { width: 160, height: 48 };

/** Without words of its own: the name stands beside it. */
function logoOf({ logo }: Brand): string {
  if (logo === null) return "";
  const { width, height } = fitted(logo, LOGO_BOX);
  return `<img class="logo" src="${logoPath(logo)}" alt="" width="${width}" height="${height}">`;
}

/** The brand's colour in the places of the one that the pages have without a brand. */
function styleOf({ colour }: Brand): string {
  const { onColour, ink, inkInDark } = inksOf(colour);
  const both = `--accent:${colour};--on-accent:${onColour};--name`;
  return `:root{${both}:${ink}}@media (prefers-color-scheme:dark){:root{${both}:${inkInDark}}}`;
}

/** *e-mail* does not break at its hyphen: a word joiner stands behind it. */
const wholeWords = (text: string): string => text.replaceAll(/\be-(?=mails?\b)/gi, "$&\u2060");

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
