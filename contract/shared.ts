/** Shapes that both doors, the widget's and the agents', use. */
import { CONVERSATION_STATUSES, SETTABLE_STATUSES } from "../src/domain/conversation/status.ts";
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS_A_MESSAGE } from "../src/domain/attachments/attachment.ts";
import { MAX_MAILED_FILE_BYTES } from "../src/domain/attachments/mailing.ts";
import type { WithheldBecause } from "../src/domain/continuity/continuity.ts";
import type { BounceReason } from "../src/domain/inbound-mail/bounce/bounce-reason.ts";
import { REFUSAL_CODES, type RefusalCode } from "../src/domain/refusal.ts";
import {
  Type,
  type Static,
  type TArray,
  type TArrayOptions,
  type TImmutable,
  type TNull,
  type TObject,
  type TProperties,
  type TSchema,
  type TUnion,
  type TUnsafe,
} from "typebox";

/** A message longer than this is a document: it belongs in an attachment, and the column is not a file store. */
export const MAX_MESSAGE_CHARS = 10_000;
/** RFC 5321 §4.5.3.1.3: a path is at most 256 octets with its brackets. */
export const MAX_ADDRESS_CHARS = 254;
/** Longest URL that common browsers and proxies pass on. */
export const MAX_URL_CHARS = 2_048;
/** BCP 47 asks implementations for 35 characters at least; longer tags are private use. */
const MAX_LOCALE_CHARS = 35;

/** An object that refuses what it does not know: a misspelt field is an error, never silence. */
export const exact = <T extends TProperties>(properties: T): TObject<T> =>
  Type.Object(properties, { additionalProperties: false });

/**
 * Words of ours, all of a union of the domain, which may become more: a page that is older than the server takes a new
 * one, and says that it knows no better.
 */
export const words =
  <Word extends string>() =>
  <const All extends readonly Word[]>(
    all: All & ([Word] extends [All[number]] ? unknown : { readonly missing: Exclude<Word, All[number]> }),
  ): TUnsafe<Word> =>
    Type.Unsafe<Word>(Type.String({ "x-extensible-enum": all }));

/** Known to be absent is null; not given is a missing field. */
export const nullable = <T extends TSchema>(schema: T): TUnion<[T, TNull]> => Type.Union([schema, Type.Null()]);

/** Many of them, read-only for whoever receives it. */
export const list = <T extends TSchema>(of: T, options?: TArrayOptions): TImmutable<TArray<T>> =>
  Type.Immutable(Type.Array(of, options));

export const Uuid = Type.String({ pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$" });
/** Milliseconds since 1970, UTC. */
export const InstantMs = Type.Integer({ minimum: 0 });
export const SeqNumber = Type.Integer({ minimum: 1 });
/** Zero means: nothing yet. */
export const SeqMark = Type.Integer({ minimum: 0 });
export const RevisionNumber = Type.Integer({ minimum: 0 });
/** Anything but spaces, fillers and marks of direction: a text of those alone says nothing. */
const SOMETHING_VISIBLE =
  "[^\\s\\u0000-\\u001F\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u2800\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0]";
export const MessageText = Type.String({ minLength: 1, maxLength: MAX_MESSAGE_CHARS, pattern: SOMETHING_VISIBLE });
export const ClientIdText = Type.String({ pattern: "^[A-Za-z0-9_-]{8,64}$" });
export const LocaleTag = Type.String({ minLength: 2, maxLength: MAX_LOCALE_CHARS });

export const ConversationStatus = Type.Enum(CONVERSATION_STATUSES);
export type ConversationStatus = Static<typeof ConversationStatus>;
export { SETTABLE_STATUSES };
export const SettableStatus = Type.Enum(SETTABLE_STATUSES);

export const Channel = Type.Union([Type.Literal("messaging"), Type.Literal("email")]);
export type Channel = Static<typeof Channel>;

/** Whether the end user sees it. */
export const Visibility = Type.Union([Type.Literal("public"), Type.Literal("note")]);

/** What may be wrong with an address that somebody typed. */
export const ADDRESS_REFUSALS: readonly RefusalCode[] = ["address-shape", "address-too-long", "address-non-ascii"];

/** The answer to everything that is an expected "no". `code` is stable; `message` is for a developer's eyes. */
export const RefusalBody = exact({
  /** `internal`: something broke on our side. */
  code: words<RefusalCode | "internal">()([...REFUSAL_CODES, "internal"]),
  message: Type.String(),
  /** Facts that a screen may show: the offending characters, the missing prerequisite, when to try again. */
  details: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]))),
});
export type RefusalBody = Static<typeof RefusalBody>;

/**
 * Something in the conversation that is not text.
 * `request-email` is the form that asks for an address (with `bounced` when an earlier one failed);
 * `acknowledge-email` says that the answer will follow by e-mail, and to which address.
 */
export const MessageForm = exact({
  kind: Type.Union([Type.Literal("request-email"), Type.Literal("acknowledge-email")]),
  state: Type.Union([Type.Literal("open"), Type.Literal("answered"), Type.Literal("dismissed")]),
  address: nullable(Type.String()),
  bouncedAddress: nullable(Type.String()),
});
export type MessageForm = Static<typeof MessageForm>;

/** What a page may know before it sends a file: octets in one, files in a message, octets above which mail has a link. */
export const FILE_LIMITS = {
  bytes: MAX_ATTACHMENT_BYTES,
  aMessage: MAX_ATTACHMENTS_A_MESSAGE,
  mailedBytes: MAX_MAILED_FILE_BYTES,
} as const;
/** May be empty where files say it. */
export const TextWithFiles = Type.String({ maxLength: MAX_MESSAGE_CHARS });
/** Files uploaded before, in the order in which they are shown. */
export const AttachmentIds = Type.Array(Uuid, { maxItems: MAX_ATTACHMENTS_A_MESSAGE, uniqueItems: true });

/**
 * A file of a message. Fetched at /api/widget/attachments/:id or /api/agent/attachments/:id, always as a download;
 * `type` is what its bytes say.
 */
export const Attachment = exact({
  id: Uuid,
  name: Type.String(),
  type: Type.String(),
  /** In octets. */
  size: Type.Integer({ minimum: 0 }),
  /** Pixels of an image that can be drawn, to leave room for it; null: shown as a file. */
  image: nullable(exact({ width: Type.Integer({ minimum: 1 }), height: Type.Integer({ minimum: 1 }) })),
});
export type Attachment = Static<typeof Attachment>;

/** The request header of an upload that holds the file's name, percent-encoded UTF-8; the body holds its bytes. */
export const FILE_NAME_HEADER = "x-ariane-file-name";

const messageBase = {
  seq: SeqNumber,
  revision: RevisionNumber,
  channel: Channel,
  /** Plain text. Empty where `deletedAt` is set. */
  text: Type.String(),
  attachments: list(Attachment),
  form: nullable(MessageForm),
  /** What was cut from an answer by e-mail: quoted mail and signature, folded behind "show more". Null: nothing. */
  cut: nullable(Type.String()),
  postedAt: InstantMs,
  editedAt: nullable(InstantMs),
  deletedAt: nullable(InstantMs),
  /** The sender's own id, given back to its sender only; null for everyone else. */
  clientId: nullable(Type.String()),
};

/**
 * Who wrote a message. `id` is null for the system. `name` is null for an anonymous end user. `another-sender`: it came
 * by mail from the address in `name`, and an agent has shown it to the end user.
 */
export const Author = exact({
  kind: Type.Union([
    Type.Literal("end-user"),
    Type.Literal("agent"),
    Type.Literal("system"),
    Type.Literal("another-sender"),
  ]),
  id: nullable(Type.String()),
  name: nullable(Type.String()),
});
export type Author = Static<typeof Author>;

/** A message as the end user sees it. */
export const WidgetMessage = exact({
  ...messageBase,
  /** An agent is named and pictured as the brand wants it; `id` and `name` null: the brand itself answers. */
  author: exact({
    ...Author.properties,
    /** The path of the author's photo, from the root of this installation; absent: none is shown. */
    photo: Type.Optional(Type.String()),
  }),
  /** Deleted before they saw it: nothing stands in its place. */
  neverSeen: Type.Optional(Type.Literal(true)),
});
export type WidgetMessage = Static<typeof WidgetMessage>;

const FateName = Type.Union([
  Type.Literal("waiting"),
  Type.Literal("withheld"),
  Type.Literal("mailed"),
  Type.Literal("bounced"),
  Type.Literal("answered"),
  Type.Literal("read"),
]);

/** What has become of one reply, and since when. `because` explains withheld and bounced. */
const FateView = exact({
  name: FateName,
  at: InstantMs,
  because: nullable(Type.String()),
  /** When the mail that carried it was accepted by the next server; null: never mailed. */
  mailedAt: nullable(InstantMs),
});
type FateView = Static<typeof FateView>;
/** `because` of a fate *withheld*. */
export type { WithheldBecause };
/** `because` of a fate *bounced*, where it is no sentence of the mail system. */
export type BouncedBecause = BounceReason | "refused" | "complaint";

/** A message as an agent sees it. `fate` is null on everything that is not a public reply by an agent. */
export const AgentMessage = exact({
  ...messageBase,
  author: Author,
  visibility: Visibility,
  fate: nullable(FateView),
  /** Set when it came by mail: the raw mail can be viewed and downloaded under this id. */
  inboundMailId: nullable(Uuid),
  /** Who else that mail was sent to, as *Name <address>*: never mailed by us. */
  copiedTo: list(Type.String()),
  /** An answer with a valid token whose sender could not be proved: shown to agents only until one decides. */
  anotherSender: nullable(Type.String()),
});
export type AgentMessage = Static<typeof AgentMessage>;

/** Where a message of one's own stands now. */
export const MessagePosted = exact({ seq: SeqMark, revision: RevisionNumber, postedAt: InstantMs });
export type MessagePosted = Static<typeof MessagePosted>;
