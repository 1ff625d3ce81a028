/** Channels › Email: the account's own words in its mails. HTTP under /api/admin/email. */
import { Type, type Static } from "typebox";
import { exact, LocaleTag, nullable } from "../shared.ts";

const OwnText = nullable(Type.String({ maxLength: 2_000 }));

/** The account's own words, in ICU form; null: as shipped. */
export const MailTexts = exact({ subject: OwnText, intro: OwnText, goOn: OwnText, footer: OwnText });
export type MailTexts = Static<typeof MailTexts>;

/** GET /templates — by language of the account. */
export const MailTemplates = exact({
  templates: Type.Array(
    exact({
      locale: LocaleTag,
      texts: MailTexts,
      shipped: exact({ subject: Type.String(), intro: Type.String(), goOn: Type.String(), footer: Type.String() }),
    }),
  ),
});
export type MailTemplates = Static<typeof MailTemplates>;

/**
 * PUT /templates saves · POST /templates/preview shows · POST /templates/test sends to the admin. Refusals:
 * mail-text-invalid (details: text, because, said), locale-unknown; of the test also mail-not-taken (details.said).
 */
export const WordedMail = exact({ locale: LocaleTag, texts: MailTexts });
export type WordedMail = Static<typeof WordedMail>;

/** What is shown or sent: a mail in these words to somebody known, or the first one to an address that nobody proved. */
export const SampledMail = exact({
  locale: LocaleTag,
  texts: MailTexts,
  occasion: Type.Union([Type.Literal("first"), Type.Literal("later")]),
});
export type SampledMail = Static<typeof SampledMail>;

export const MailPreview = exact({ subject: Type.String(), text: Type.String() });
export type MailPreview = Static<typeof MailPreview>;

/** How a mail program shows it. */
export const MailLook = Type.Union([Type.Literal("light"), Type.Literal("dark")]);
export type MailLook = Static<typeof MailLook>;

/** GET /templates/preview.html?look=&mail= — the HTML part, for a sandboxed frame: a `SampledMail`, JSON in base64url. */
export const PreviewQuery = exact({
  look: MailLook,
  mail: Type.String({ maxLength: 14_000, pattern: "^[A-Za-z0-9_-]+$" }),
});
