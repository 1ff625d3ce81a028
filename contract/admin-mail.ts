/** Channels › Email of the admin center: how mail is signed, proved and worded. HTTP under /api/admin/email. */
import { Type, type Static } from "typebox";
import { exact, InstantMs, LocaleTag, MAX_ADDRESS_CHARS, nullable, Uuid } from "./shared.ts";

const DomainName = Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS });

/** A key of a domain, with the DNS record that publishes it. The private half never leaves the server. */
export const DkimKeyView = exact({
  selector: Type.String(),
  /** prepared: waits for its record · active: signs · retired: its record stays until mail under way has arrived */
  state: Type.Union([Type.Literal("prepared"), Type.Literal("active"), Type.Literal("retired")]),
  madeAt: InstantMs,
  record: exact({ name: Type.String(), type: Type.Literal("TXT"), value: Type.String() }),
});
export type DkimKeyView = Static<typeof DkimKeyView>;

/** GET /dkim — a row a domain of the support addresses. */
export const DkimDomains = exact({
  domains: Type.Array(exact({ domain: DomainName, keys: Type.Array(DkimKeyView) })),
});
export type DkimDomains = Static<typeof DkimDomains>;

/** POST /dkim/keys makes the next key; DELETE /dkim/keys stops signing. Refusals: not-found, dkim-key-unknown. */
export const OfDomain = exact({ domain: DomainName });
export type OfDomain = Static<typeof OfDomain>;

/** POST /dkim/sign — the prepared key signs from now on. Refusals: dkim-not-published, dkim-key-unknown. */
export const SignWithDkim = exact({
  domain: DomainName,
  /** Although DNS, as this server sees it, does not show the record. */
  evenUnseen: Type.Boolean(),
});
export type SignWithDkim = Static<typeof SignWithDkim>;

const StepName = Type.Union([
  Type.Literal("sent"),
  Type.Literal("received"),
  Type.Literal("signature"),
  Type.Literal("plus-address"),
  Type.Literal("reply-domain"),
]);

/** One step of a self-test. `missing`: something better could be had, and nothing is broken without it. */
export const SelfTestStep = exact({
  name: StepName,
  state: Type.Union([Type.Literal("passed"), Type.Literal("waiting"), Type.Literal("failed"), Type.Literal("missing")]),
  /** A code that names what to do. */
  because: nullable(Type.String()),
  /** In the mail system's own words. */
  said: nullable(Type.String()),
});
export type SelfTestStep = Static<typeof SelfTestStep>;

/** GET /self-tests — the last run of each support address. POST /self-tests/:id — a new one. */
export const SelfTests = exact({
  addresses: Type.Array(
    exact({
      id: Uuid,
      address: Type.String(),
      run: nullable(exact({ startedAt: InstantMs, isOver: Type.Boolean(), steps: Type.Array(SelfTestStep) })),
      /** Where answers go by what has been proved; unproved: mails promise no answer. */
      replyRoute: Type.Union([
        Type.Literal("reply-domain"),
        Type.Literal("plus"),
        Type.Literal("plain"),
        Type.Literal("unproved"),
      ]),
    }),
  ),
});
export type SelfTests = Static<typeof SelfTests>;

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
