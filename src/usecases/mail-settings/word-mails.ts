import { difference } from "../../domain/audit/audit.ts";
import { emailAddress, type Instant, later, type Locale, millis, MINUTE } from "../../domain/ids.ts";
import { parseLocale } from "../../domain/locale.ts";
import type { MailTexts } from "../../domain/mail-settings/mail-texts.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { MailComposer, MailLook, MailTextReader, OutgoingMail } from "../../ports/continuity/mail-composer.ts";
import type { Mailer } from "../../ports/continuity/mailer.ts";
import { asShown, mailPhotos } from "../../steps/continuity/mail-faces.ts";
import { mailLogo } from "../../steps/continuity/mail-logo.ts";
import { photoPath } from "../../domain/people/photo.ts";
import { logoPath } from "../../domain/settings/logo.ts";
import { DEFAULT_COLOUR } from "../../domain/settings/brand-look.ts";
import type { Brand } from "../../domain/settings/brand.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId } from "../../ports/system.ts";
import type { Words } from "../../ports/words.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly mailTexts: MailTextReader;
}

export interface WordMailsDeps extends Deps {
  readonly newId: NewId;
  readonly words: Words;
  readonly composer: MailComposer;
  readonly mailer: Mailer;
  readonly mailDomain: string;
}

interface WordedMail {
  readonly locale: string;
  readonly texts: MailTexts;
}

/** Such a mail as it would be written to somebody. */
interface SampledMail extends WordedMail {
  /** `first`: to an address that nobody has proved yet. */
  readonly occasion: "first" | "later";
}

/**
 * Saves the account's own words for mails in one language; null or nothing but spaces: as shipped. What could not be
 * said is refused with the reason (mail-text-invalid), and so is a language that we have no words in (locale-unknown).
 */
export async function saveMailTexts(deps: Deps, saved: WordedMail): Promise<Result<null, Refusal>> {
  const checked = checkMailTexts(deps.mailTexts, saved);
  if (!checked.ok) return checked;
  const { locale, texts } = checked.value;
  const now: Instant = deps.clock.now();
  await deps.store.transaction(async (tx) => {
    const before = (await tx.mailSettings.loadTexts()).find((each) => each.locale === locale)?.texts ?? {};
    const changes = difference(before, texts);
    await tx.mailSettings.saveTexts(locale, texts, now);
    if (changes === null) return;
    await tx.audit.record({ at: now, kind: "mail-texts-changed", subject: { id: null, name: locale }, ...changes });
  });
  return ok(null);
}

type Preview = ReturnType<MailTextReader["preview"]>;

/** What a mail in these words looks like. Refuses as `saveMailTexts` does. */
export async function previewMailTexts(
  deps: WordMailsDeps,
  admin: AgentIdentity,
  { look, ...sampled }: SampledMail & { readonly look: MailLook },
): Promise<Result<Preview, Refusal>> {
  const checked = checkMailTexts(deps.mailTexts, sampled);
  if (!checked.ok) return checked;
  const { occasion } = sampled;
  const sample = await deps.store.transaction((tx) => sampleMail(deps, tx, admin, { ...checked.value, occasion }));
  // A page has no parts: it shows the pictures from where everybody finds them.
  const { photoPath: photo, logoPath: src } = sample;
  const brandLogo = sample.brandLogo && { ...sample.brandLogo, src };
  const replies = sample.replies.map((reply) =>
    reply.author.photo === undefined ? reply : { ...reply, author: { ...reply.author, photo } },
  );
  return ok(deps.mailTexts.preview({ ...sample, brandLogo, replies }, look));
}

/** Sends such a mail to the admin's own address. Refuses mail-not-taken with the next server's words. */
export async function sendTestMail(
  deps: WordMailsDeps,
  admin: AgentIdentity,
  sampled: SampledMail,
): Promise<Result<null, Refusal>> {
  const checked = checkMailTexts(deps.mailTexts, sampled);
  if (!checked.ok) return checked;
  const { occasion } = sampled;
  const sample = await deps.store.transaction(async (tx) => {
    const mail = await sampleMail(deps, tx, admin, { ...checked.value, occasion });
    await tx.audit.record({ at: mail.date, kind: "test-mail-sent", subject: { id: null, name: mail.to } });
    return mail;
  });
  const { raw } = await deps.composer.compose(sample);
  const outcome = await deps.mailer.send({ envelope: { from: sample.from.address, to: sample.to }, raw });
  if (outcome.kind === "accepted" || outcome.kind === "ambiguous") return ok(null);
  return refuse("mail-not-taken", `The next mail server did not take it: ${outcome.reply}`, { said: outcome.reply });
}

interface Sampled {
  readonly locale: Locale;
  readonly texts: MailTexts;
  readonly occasion: SampledMail["occasion"];
}

async function sampleMail(
  { clock, words, newId, mailDomain }: WordMailsDeps,
  tx: Tx,
  admin: AgentIdentity,
  { locale, texts, occasion }: Sampled,
): Promise<OutgoingMail & { readonly logoPath: string; readonly photoPath: string }> {
  const now = clock.now();
  const account = await tx.settings.requireAccount();
  const brand = (await tx.settings.loadBrands()).find((each) => each.isDefault);
  const [support] = await tx.settings.loadSupportAddresses();
  const me = await tx.people.findAgent({ id: admin.id });
  const brandName = brand?.name ?? account.name;
  const from = support?.address ?? emailAddress(`support@${mailDomain}`);
  const logo = await mailLogo(tx, brand, mailDomain);
  const { publicName = null, photo: hash = null } = me ?? {};
  const written = { author: { kind: "agent" as const, name: admin.name, publicName, photo: hash } };
  const [{ author } = written] = asShown([written], brand?.look.faces ?? "nobody");
  const photos = await mailPhotos(tx, [{ author }], mailDomain);
  const photo = photos.sources.get(author.photo ?? "");
  const say = (key: string): string => words.say(locale, key);
  return {
    messageId: `${newId()}@${mailDomain}`,
    from: { name: author.name === null ? brandName : `${author.name} (${brandName})`, address: from },
    to: emailAddress(me?.email ?? from),
    replyTo: from,
    earlier: [],
    date: now,
    locale,
    timeZone: account.timeZone,
    brandName,
    brandColour: brand?.colour ?? DEFAULT_COLOUR,
    brandLogo: logo.shown,
    logoPath: brand?.logo ? logoPath(brand.logo) : "",
    photoPath: photoPath(author.photo ?? ""),
    files: [...logo.carried, ...photos.carried],
    replies: [
      {
        author: { kind: "agent", name: author.name, ...(photo === undefined ? {} : { photo }) },
        text: say("sample-mail.reply"),
        at: later(now, millis(-2 * MINUTE)),
        files: [],
        cut: false,
      },
    ],
    ...(occasion === "first"
      ? toStranger({ mailDomain, now, brand })
      : toKnown({ now, question: say("sample-mail.question") })),
    resumeUrl: `https://${mailDomain}/conversation`,
    stopUrl: `https://${mailDomain}/mail/stop`,
    oneClickStopUrl: null,
    canAnswer: true,
    texts,
    subject: null,
  };
}

type OfOccasion = Pick<OutgoingMail, "context" | "notMeUrl" | "firstMail">;

/** Nobody has proved the address: nothing of what came before is told, and it is said who gave it, where and when. */
function toStranger({
  mailDomain,
  now,
  brand,
}: {
  readonly mailDomain: string;
  readonly now: Instant;
  readonly brand: Pick<Brand, "allowedOrigins"> | undefined;
}): OfOccasion {
  const [origin] = brand?.allowedOrigins ?? [];
  return {
    context: [],
    notMeUrl: `https://${mailDomain}/mail/not-me`,
    firstMail: { givenAt: later(now, millis(-25 * MINUTE)), site: origin?.replace(/^https?:\/\//, "") ?? null },
  };
}

function toKnown({ now, question }: { readonly now: Instant; readonly question: string }): OfOccasion {
  const author = { kind: "end-user" as const, name: null };
  return {
    context: [{ author, text: question, at: later(now, millis(-30 * MINUTE)), files: [], cut: false }],
    notMeUrl: null,
    firstMail: null,
  };
}

/** The words as they are kept, or why they cannot be. */
function checkMailTexts(
  reader: MailTextReader,
  worded: WordedMail,
): Result<{ readonly locale: Locale; readonly texts: MailTexts }, Refusal> {
  const tag = parseLocale(worded.locale);
  if (tag === null || reader.shipped(tag) === null) {
    return refuse("locale-unknown", "Mails cannot be written in this language.", { locale: worded.locale });
  }
  const texts: MailTexts = {
    subject: kept(worded.texts.subject),
    intro: kept(worded.texts.intro),
    goOn: kept(worded.texts.goOn),
    footer: kept(worded.texts.footer),
  };
  const fault = reader.findFault(texts, tag);
  if (fault === null) return ok({ locale: tag, texts });
  return refuse("mail-text-invalid", `${fault.text}: ${fault.because} ${fault.said}`, {
    text: fault.text,
    because: fault.because,
    said: fault.said,
  });
}

const kept = (text: string | null): string | null => (text === null || text.trim() === "" ? null : text.trim());
