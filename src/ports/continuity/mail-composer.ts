import type { EmailAddress, Instant, Locale } from "../../domain/ids.ts";
import type { MailTextFault, MailTexts } from "../../domain/mail-settings/mail-texts.ts";

/** One message as a mail shows it. `text` is plain text; the composer escapes. */
export interface MailedMessage {
  readonly author: {
    readonly kind: "end-user" | "agent" | "system";
    /** As it is shown; null of an agent: the brand answers. */
    readonly name: string | null;
    /** Where the photo's part in the mail is (`cid:`), among `files`; absent: none is shown. */
    readonly photo?: string;
  };
  readonly text: string;
  readonly files: readonly MailedFile[];
  readonly at: Instant;
  /** Cut because it alone is too big: the mail shows the beginning and a link to the rest (product.md §2.8). */
  readonly cut: boolean;
}

/** What a mail says of one file of a message. */
export interface MailedFile {
  readonly name: string;
  /** In octets. */
  readonly size: number;
  readonly way:
    | { readonly kind: "attached" }
    /** Shown in its place, by the part with this id; sizes in pixels. */
    | { readonly kind: "inline"; readonly contentId: string; readonly width: number; readonly height: number }
    /** Too large for a mail: fetched from us until then. */
    | { readonly kind: "linked"; readonly url: string; readonly until: Instant }
    /** Named only: it went with an earlier mail, or it is gone. */
    | { readonly kind: "named" };
}

/** A file that travels in the mail. */
export interface CarriedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Without angle brackets: shown in place. Null: attached. */
  readonly contentId: string | null;
}

/** All that a continuity mail says. Words come from the catalogue of `locale`, dates in `timeZone`, which is printed. */
export interface OutgoingMail {
  /** Without angle brackets. Made, keyed and stored before the first try. */
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: EmailAddress };
  readonly to: EmailAddress;
  readonly replyTo: EmailAddress;
  /** The conversation's earlier mails, oldest first, without angle brackets: References; the last one is In-Reply-To. */
  readonly earlier: readonly string[];
  readonly date: Instant;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly brandName: string;
  /** `#rrggbb`. */
  readonly brandColour: string;
  /** Where its part in the mail is (`cid:`), among `files`; sizes in pixels, as the image has them. Null: the mail has none. */
  readonly brandLogo: { readonly src: string; readonly width: number; readonly height: number } | null;
  /** Unread replies, oldest first. Never empty. */
  readonly replies: readonly MailedMessage[];
  /** The files that travel with it, in the order in which the replies name them. */
  readonly files: readonly CarriedFile[];
  /** A little of what came before, oldest first; empty in the first mail to an unproved address. */
  readonly context: readonly MailedMessage[];
  /** Where the button leads: carries the link token in its fragment; null: no way back is offered. */
  readonly resumeUrl: string | null;
  /** *Stop e-mails about this conversation*: the page (link) and the one-click POST (RFC 8058); null: not offered. */
  readonly stopUrl: string | null;
  readonly oneClickStopUrl: string | null;
  /** *This wasn't me*; null once the address is proved. */
  readonly notMeUrl: string | null;
  /** First mail to an unproved address: says where and when it was given. Null otherwise. */
  readonly firstMail: { readonly givenAt: Instant; readonly site: string | null } | null;
  /** Whether to promise "answer this mail": only where incoming mail has been proved to work. */
  readonly canAnswer: boolean;
  /** The account's own words in the language of the mail; what is null, or no longer readable, is as shipped. */
  readonly texts?: MailTexts;
  /** The subject that the conversation's earlier mails had; null: there are none. It never changes (mail-rules.md rule 3). */
  readonly subject?: string | null;
}

export interface ComposedMail {
  readonly raw: Uint8Array;
  /** The text part as it was sent: its lines are what an answer quotes. */
  readonly text: string;
  readonly subject: string;
}

/** How a mail program shows a mail. */
export type MailLook = "light" | "dark";

/** Looks at words before they are used. */
export interface MailTextReader {
  /** What is wrong with them; null: nothing. */
  findFault(texts: MailTexts, locale: Locale): MailTextFault | null;
  preview(
    mail: OutgoingMail,
    look: MailLook,
  ): { readonly subject: string; readonly html: string; readonly text: string };
  /** The shipped words, as ICU messages; null: we have none in this language. */
  shipped(locale: Locale): Readonly<Record<keyof MailTexts, string>> | null;
}

/** A few words to a team member: no conversation, no reply address, nothing to click but an address of ours. */
export interface Notice {
  /** Without angle brackets. */
  readonly messageId: string;
  /** `name` empty: the address alone. */
  readonly from: { readonly name: string; readonly address: EmailAddress };
  readonly to: EmailAddress;
  readonly date: Instant;
  readonly locale: Locale;
  readonly subject: string;
  /** Paragraphs, apart by an empty line. */
  readonly text: string;
  /** The one thing to do; null: nothing. */
  readonly button: { readonly label: string; readonly url: string } | null;
  /** Small, below: why it came; null: the text says so. */
  readonly footer: string | null;
  /** True where it answers a mail (RFC 3834 §3.1.7). */
  readonly answers: boolean;
}

export interface MailComposer {
  compose(mail: OutgoingMail): Promise<ComposedMail>;
  composeNotice(notice: Notice): Promise<Uint8Array>;
}
