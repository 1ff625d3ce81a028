/** Channels › Email of the admin center: the account's own words in its mails. */
import { Type, type Static } from "typebox";
import type { RefusalCode } from "../../src/domain/refusal.ts";
import { octets, route } from "../route.ts";
import { exact, list, LocaleTag, nullable } from "../shared.ts";

const OwnText = nullable(Type.String({ maxLength: 2_000 }));

/** The account's own words, in ICU form; null: as shipped. */
export const MailTexts = exact({ subject: OwnText, intro: OwnText, goOn: OwnText, footer: OwnText });
export type MailTexts = Static<typeof MailTexts>;

/** A language of the account. */
export const MailTemplate = exact({
  locale: LocaleTag,
  texts: MailTexts,
  shipped: exact({ subject: Type.String(), intro: Type.String(), goOn: Type.String(), footer: Type.String() }),
});
export type MailTemplate = Static<typeof MailTemplate>;

export const WordedMail = exact({ locale: LocaleTag, texts: MailTexts });
export type WordedMail = Static<typeof WordedMail>;

/** What is shown or sent: a mail in these words to somebody known, or the first one to an address that nobody proved. */
export const SampledMail = exact({
  ...WordedMail.properties,
  occasion: Type.Union([Type.Literal("first"), Type.Literal("later")]),
});
export type SampledMail = Static<typeof SampledMail>;

/** How a mail program shows it. */
export const MailLook = Type.Union([Type.Literal("light"), Type.Literal("dark")]);
export type MailLook = Static<typeof MailLook>;

/** Of `mail-text-invalid` the details say which `text`, `because` of what, and what was `said` of it. */
const UNREADABLE: readonly RefusalCode[] = ["mail-text-invalid", "locale-unknown"];

export const mailTextsApi = {
  /** By language of the account, its default first. */
  list: route({
    method: "GET",
    path: "/api/admin/email/templates",
    who: "admin",
    answer: exact({ templates: list(MailTemplate) }),
  }),
  save: route({
    method: "PUT",
    path: "/api/admin/email/templates",
    who: "admin",
    body: WordedMail,
    refusals: UNREADABLE,
  }),
  preview: route({
    method: "POST",
    path: "/api/admin/email/templates/preview",
    who: "admin",
    body: SampledMail,
    answer: exact({ subject: Type.String(), text: Type.String() }),
    refusals: UNREADABLE,
  }),
  /** The HTML part, for a sandboxed frame. `mail`: a `SampledMail`, JSON in base64url. */
  previewPage: route({
    method: "GET",
    path: "/api/admin/email/templates/preview.html",
    who: "admin",
    query: { look: MailLook, mail: Type.String({ maxLength: 14_000, pattern: "^[A-Za-z0-9_-]+$" }) },
    answer: octets("text/html"),
    refusals: UNREADABLE,
  }),
  /** Sends it to the admin who asks. `mail-not-taken`: what the next server said is in the details, `said`. */
  test: route({
    method: "POST",
    path: "/api/admin/email/templates/test",
    who: "admin",
    body: SampledMail,
    refusals: [...UNREADABLE, "mail-not-taken"],
  }),
};
