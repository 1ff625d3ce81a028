/**
 * The widget's door: HTTP under /api/widget (bearer token of the browser session, CORS by allowed origins)
 * and one socket at /api/widget/socket (the token travels in the first frame, never in a URL).
 */
import { Type, type Static } from "typebox";
import {
  AttachmentIds,
  ClientIdText,
  ConversationStatus,
  exact,
  InstantMs,
  LocaleTag,
  MAX_ADDRESS_CHARS,
  MAX_URL_CHARS,
  nullable,
  RevisionNumber,
  SeqMark,
  TextWithFiles,
  Uuid,
  WidgetMessage,
} from "./shared.ts";

/** GET /api/widget/config?brand=ID — public, cached. What the loader needs before it shows anything. */
export const WidgetConfig = exact({
  brand: exact({ id: Uuid, name: Type.String() }),
  /** Channels › Messaging. False: the loader shows nothing. */
  on: Type.Boolean(),
  /** `#rrggbb`, checked for contrast with its text colour when it was saved. */
  colour: Type.String(),
  greeting: nullable(Type.String()),
  privacyUrl: nullable(Type.String()),
  /** Locales that the account has enabled, the default first. */
  locales: Type.Array(LocaleTag),
  /** True in the demo, where delays are seconds; the widget says so. */
  demo: Type.Boolean(),
});
export type WidgetConfig = Static<typeof WidgetConfig>;

/** POST /api/widget/sessions — made when the person first writes, not before. */
export const StartSession = exact({
  brandId: Uuid,
  /** From `ariane('set locale')`; null: not set by the site. */
  locale: nullable(LocaleTag),
  /** navigator.languages, in the browser's order. */
  browserLanguages: Type.Array(LocaleTag, { maxItems: 20 }),
  /** IANA zone of the browser; null where it does not tell. */
  timeZone: nullable(Type.String({ maxLength: 64 })),
});
export type StartSession = Static<typeof StartSession>;

export const SessionStarted = exact({
  /** Opaque. Kept in the host page's first-party storage; 12 months sliding. */
  token: Type.String(),
  endUserId: Uuid,
  locale: LocaleTag,
});
export type SessionStarted = Static<typeof SessionStarted>;

/** What the widget knows of one conversation besides its messages. */
export const WidgetConversation = exact({
  id: Uuid,
  status: ConversationStatus,
  revision: RevisionNumber,
  lastSeq: SeqMark,
  /** The end user has read up to here, on any tab or device. */
  readUpTo: SeqMark,
  /** Messages by others after `readUpTo`: the badge. */
  unread: Type.Integer({ minimum: 0 }),
  /** Agents have read up to here: *read* under one's own messages. */
  agentsReadUpTo: SeqMark,
  agentName: nullable(Type.String()),
  /** The notification address and its health; null: none given. */
  address: nullable(
    exact({
      email: Type.String(),
      state: Type.Union([
        Type.Literal("unproved"),
        Type.Literal("proved"),
        Type.Literal("bounced"),
        Type.Literal("stopped"),
      ]),
    }),
  ),
  createdAt: InstantMs,
  lastMessageAt: InstantMs,
});
export type WidgetConversation = Static<typeof WidgetConversation>;

/** GET /api/widget/conversations — those of this session, newest first. */
export const WidgetConversations = exact({ conversations: Type.Array(WidgetConversation) });
export type WidgetConversations = Static<typeof WidgetConversations>;

/** POST /api/widget/conversations — the first message makes the conversation. Safe to send again with the same clientId. */
export const StartConversation = exact({
  clientId: ClientIdText,
  text: TextWithFiles,
  attachments: Type.Optional(AttachmentIds),
  /** The page where it begins; query and fragment are dropped on the server too. */
  pageUrl: nullable(Type.String({ maxLength: MAX_URL_CHARS })),
});
export type StartConversation = Static<typeof StartConversation>;

export const ConversationStarted = exact({ conversation: WidgetConversation, messages: Type.Array(WidgetMessage) });
export type ConversationStarted = Static<typeof ConversationStarted>;

/**
 * POST /api/widget/attachments — body: the bytes, Content-Type: the file's own, FILE_NAME_HEADER: its name. 201: the
 * Attachment, to be named in a message within a day. Refusals: file-too-large, file-empty, too-many-uploads.
 * DELETE /api/widget/attachments/:id — taken out again before its message was sent. 204, also where there is none.
 * GET /api/widget/attachments/:id — the bytes, of a message that this session sees.
 */

/** POST /api/widget/conversations/:id/messages — safe to send again with the same clientId. */
export const PostWidgetMessage = exact({
  clientId: ClientIdText,
  text: TextWithFiles,
  attachments: Type.Optional(AttachmentIds),
  /** The seq that the widget was showing: writing reads up to there, no further. */
  shownUpTo: SeqMark,
});
export type PostWidgetMessage = Static<typeof PostWidgetMessage>;

export const MessagePosted = exact({ seq: SeqMark, revision: RevisionNumber, postedAt: InstantMs });
export type MessagePosted = Static<typeof MessagePosted>;

/** GET /api/widget/conversations/:id/changes?after=REVISION — everything that changed since. */
export const WidgetChanges = exact({
  conversation: WidgetConversation,
  messages: Type.Array(WidgetMessage),
});
export type WidgetChanges = Static<typeof WidgetChanges>;

/**
 * PUT /api/widget/conversations/:id/address — the answer to the form, or *Change*.
 * Refusals: address-non-ascii (details.characters), address-shape, address-too-long, address-no-mail (the domain takes none).
 * A likely typing error is no refusal: `suggestion` says what was probably meant, and `confirmed` sends it as typed.
 */
export const GiveAddress = exact({
  address: Type.String({ minLength: 1, maxLength: MAX_ADDRESS_CHARS * 2 }),
  confirmed: Type.Boolean(),
});
export type GiveAddress = Static<typeof GiveAddress>;
export const AddressGiven = exact({ accepted: Type.Boolean(), suggestion: nullable(Type.String()) });
export type AddressGiven = Static<typeof AddressGiven>;

/** POST /api/widget/resume — redeems the link of a mail. The session given, if any, gains this one conversation. */
export const Resume = exact({
  linkToken: Type.String({ minLength: 16, maxLength: 512 }),
  brandId: nullable(Uuid),
  sessionToken: nullable(Type.String({ maxLength: 256 })),
});
export type Resume = Static<typeof Resume>;
export const Resumed = exact({ token: Type.String(), endUserId: Uuid, conversationId: Uuid, locale: LocaleTag });
export type Resumed = Static<typeof Resumed>;

/*
 * Without a body, either way:
 * POST /api/widget/conversations/:id/address/dismiss — "no, thank you".
 * POST /api/widget/conversations/:id/mail/start-again — lifts *Stop e-mails about this conversation*.
 * DELETE /api/widget/sessions — *Not you? Start afresh*. The session is revoked; its conversations stay with the business.
 */

/** What a widget may say on its socket. The first frame is `hello`; anything else before it closes the socket. */
export const WidgetFrame = Type.Union([
  exact({
    type: Type.Literal("hello"),
    token: Type.String({ maxLength: 256 }),
    /** Last revision known per conversation: the server sends what came since. */
    revisions: Type.Record(Uuid, RevisionNumber),
  }),
  /** The person has seen up to here (product.md §2.2; judged in the browser, never guessed). */
  exact({ type: Type.Literal("seen"), conversationId: Uuid, upTo: SeqMark }),
  /** Panel open, tab focused, input within 60 s (product.md §2.4). Sent at once when it begins, then every 15 s. */
  exact({ type: Type.Literal("attention"), conversationId: Uuid }),
  exact({ type: Type.Literal("typing"), conversationId: Uuid }),
  exact({ type: Type.Literal("ping") }),
]);
export type WidgetFrame = Static<typeof WidgetFrame>;

/** What the server says to a widget. */
export type ServerToWidgetFrame =
  | { readonly type: "welcome"; readonly now: number; readonly conversations: readonly WidgetConversation[] }
  /**
   * Messages are those with `revision > after`, in order of seq, in their present form. A client whose own revision is
   * below `after` asks GET …/changes instead. `conversation` is null where nothing but the messages, seq and revision changed.
   */
  | {
      readonly type: "changes";
      readonly conversationId: string;
      readonly after: number;
      readonly revision: number;
      readonly conversation: WidgetConversation | null;
      readonly messages: readonly WidgetMessage[];
    }
  | { readonly type: "typing"; readonly conversationId: string; readonly name: string | null }
  /** session-unknown: forget the token and start afresh. rate-limited: slow down. server-stopping: connect again soon. */
  | { readonly type: "refused"; readonly code: "session-unknown" | "rate-limited" | "bad-frame" | "server-stopping" }
  | { readonly type: "pong" };

/** After this span without attention heartbeats the server holds that attention ended at the last one. */
export const ATTENTION_EVERY_MS = 15_000;
/** A widget that hears nothing for this long sends `ping`; no answer within 10 s means the line is dead. */
export const PING_EVERY_MS = 25_000;
