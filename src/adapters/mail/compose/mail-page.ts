/** What a continuity mail says, before it is text or HTML, so that both say the same (product.md §3.4). */
import { DELIMITER } from "../../../domain/reply-extraction/sent-trace.ts";
import { unreachable } from "../../../domain/result.ts";
import type { MailedFile, MailedMessage, OutgoingMail } from "../../../ports/continuity/mail-composer.ts";
import { type BrandInks, inksOf } from "../../../domain/settings/brand-look.ts";
import { fitted } from "../../../domain/settings/logo.ts";
import { cleanName, cleanText, isolate } from "./clean-text.ts";
import { type MailWords, mailWords } from "./mail-words.ts";
import { sayOwn } from "./own-texts.ts";

export interface PageMessage {
  readonly author: string;
  /** Where the photo is; null: none is shown. */
  readonly photo: string | null;
  readonly time: string;
  readonly text: string;
  readonly files: readonly PageFile[];
  /** Written by the reader of this mail. */
  readonly isOwn: boolean;
  /** Its lists and bold are meant as such: an agent wrote it. */
  readonly isFormatted: boolean;
  /** Where only the beginning is shown: the sentence that says so, and the way to the rest. */
  readonly cut: { readonly note: string; readonly link: PageLink | null } | null;
}

/** `line`: all that the text part says of it. */
interface PageFile {
  readonly name: string;
  readonly size: string;
  readonly line: string;
  readonly image: { readonly contentId: string; readonly width: number } | null;
  readonly link: (PageLink & { readonly note: string }) | null;
}

interface PageLink {
  readonly label: string;
  readonly url: string;
  /** Both on one line of text, joined as the language joins them. */
  readonly line: string;
}

const linkTo = (words: MailWords, label: string, url: string): PageLink => ({
  label: words.say(label),
  url,
  line: words.say("link", { label: words.say(label), url }),
});

export interface MailPage {
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  readonly subject: string;
  readonly fromName: string;
  readonly delimiter: string;
  readonly brand: string;
  readonly look: BrandInks;
  /** In pixels as it is shown. */
  readonly logo: OutgoingMail["brandLogo"];
  readonly lead: string;
  readonly replies: readonly PageMessage[];
  readonly contextHeading: string;
  readonly context: readonly PageMessage[];
  readonly goOn: string;
  readonly button: PageLink | null;
  readonly why: string;
  readonly links: readonly PageLink[];
}

export function pageOf(mail: OutgoingMail): MailPage {
  const words = mailWords(mail.locale);
  // A brand whose name is nothing but controls still needs a name: its domain.
  const brand = cleanName(mail.brandName) || mail.from.address.slice(mail.from.address.indexOf("@") + 1);
  const show = (message: MailedMessage): PageMessage => pageMessage(message, { mail, words, brand });
  return {
    lang: words.lang,
    dir: words.dir,
    subject: mail.subject ?? sayOwn(mail.texts?.subject, words.lang, { brand }) ?? words.say("subject", { brand }),
    fromName: fromName(cleanName(mail.from.name), brand, words),
    delimiter: DELIMITER,
    brand,
    look: inksOf(mail.brandColour),
    logo: mail.brandLogo === null ? null : { ...mail.brandLogo, ...fitted(mail.brandLogo, LOGO_BOX) },
    lead: lead(mail, brand, words),
    replies: mail.replies.map(show),
    contextHeading: words.say("context.heading"),
    context: mail.context.map(show),
    goOn: goOn(mail, brand, words),
    button: mail.resumeUrl === null ? null : linkTo(words, "button", mail.resumeUrl),
    why: why(mail, brand, words),
    links: [
      ...(mail.stopUrl === null ? [] : [linkTo(words, "stop", mail.stopUrl)]),
      ...(mail.notMeUrl === null ? [] : [linkTo(words, "not-me", mail.notMeUrl)]),
    ],
  };
}

/** As much as a line of a letterhead. */
const LOGO_BOX = { width: 160, height: 40 };

/** The caller may have put the brand beside the name already. */
const fromName = (author: string, brand: string, words: MailWords): string =>
  author === "" || author.includes(brand) ? author || brand : words.say("from", { author, brand });

function lead({ replies, texts }: OutgoingMail, brand: string, words: MailWords): string {
  const authors = replies.map((reply) => authorOf(reply, words, brand));
  const [author, ...others] = new Set(authors);
  const values = { count: authors.length, brand: isolate(brand, words.dir) };
  const own = sayOwn(texts?.intro, words.lang, { ...values, author: isolate(author ?? brand, words.dir) });
  if (own !== null) return own;
  return author === undefined || others.length > 0
    ? words.say("lead.many-authors", values)
    : words.say("lead.one-author", { ...values, author: isolate(author, words.dir) });
}

function pageMessage(
  message: MailedMessage,
  { mail, words, brand }: { readonly mail: OutgoingMail; readonly words: MailWords; readonly brand: string },
): PageMessage {
  const link = mail.resumeUrl === null ? null : linkTo(words, "message.cut.link", mail.resumeUrl);
  return {
    author: authorOf(message, words, brand),
    photo: message.author.photo ?? null,
    time: words.time(message.at, mail.timeZone),
    text: cleanText(message.text),
    files: message.files.map((file) => pageFile(file, mail.timeZone, words)),
    isOwn: message.author.kind === "end-user",
    isFormatted: message.author.kind === "agent",
    cut: message.cut ? { note: words.say("message.cut"), link } : null,
  };
}

/** As wide as the column of words. */
const IMAGE_WIDTH = 544;

function pageFile({ name: given, size: octets, way }: MailedFile, timeZone: string, words: MailWords): PageFile {
  const name = cleanName(given);
  const size = words.size(octets);
  const named = { name: isolate(name, words.dir), size: isolate(size, words.dir) };
  const plain = { name, size, line: words.say("file", named), image: null, link: null };
  switch (way.kind) {
    case "inline":
      return { ...plain, image: { contentId: way.contentId, width: Math.min(way.width, IMAGE_WIDTH) } };
    case "linked": {
      const note = words.say("file.until", { time: isolate(words.time(way.until, timeZone), words.dir) });
      const link = { ...linkTo(words, "file.link", way.url), note };
      return { ...plain, line: `${plain.line}\n${link.line}\n${note}`, link };
    }
    case "attached":
    case "named":
      return plain;
    default:
      return unreachable(way);
  }
}

function authorOf({ author }: MailedMessage, words: MailWords, brand: string): string {
  if (author.kind === "end-user") return words.say("author.you");
  return (author.kind === "agent" && author.name !== null && cleanName(author.name)) || brand;
}

/** Own words may ask for an answer, so they stand only where one would arrive. */
function goOn(mail: OutgoingMail, brand: string, words: MailWords): string {
  const own = mail.canAnswer ? sayOwn(mail.texts?.goOn, words.lang, { brand: isolate(brand, words.dir) }) : null;
  return own ?? words.say(goOnKey(mail));
}

function goOnKey({ canAnswer, resumeUrl }: OutgoingMail): string {
  if (canAnswer) return resumeUrl === null ? "go-on.answer" : "go-on.answer-or-open";
  return resumeUrl === null ? "go-on.nowhere" : "go-on.open";
}

/** Who gave an unproved address, where and when, is always said; own words follow it. */
function why(mail: OutgoingMail, brand: string, words: MailWords): string {
  const own = sayOwn(mail.texts?.footer, words.lang, { brand: isolate(brand, words.dir) });
  if (own === null) return shippedWhy(mail, brand, words);
  return mail.firstMail === null ? own : `${shippedWhy(mail, brand, words)} ${own}`;
}

function shippedWhy({ firstMail, timeZone }: OutgoingMail, brand: string, words: MailWords): string {
  const named = isolate(brand, words.dir);
  if (firstMail === null) return words.say("why", { brand: named });
  const time = isolate(words.time(firstMail.givenAt, timeZone), words.dir);
  const site = firstMail.site === null ? "" : cleanName(firstMail.site);
  return site === ""
    ? words.say("first.no-site", { brand: named, time })
    : words.say("first.site", { site: isolate(site, words.dir), time });
}
