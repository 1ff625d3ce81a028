/** Conversations as the end user sees them, and what the widget does with them. */
import { Type, type Static } from "typebox";
import { route } from "../route.ts";
import {
  ADDRESS_REFUSALS,
  AttachmentIds,
  Channel,
  ClientIdText,
  ConversationStatus,
  exact,
  InstantMs,
  list,
  MAX_ADDRESS_CHARS,
  MAX_URL_CHARS,
  MessagePosted,
  nullable,
  RevisionNumber,
  SeqMark,
  TextWithFiles,
  Uuid,
  WidgetMessage,
} from "../shared.ts";

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
  /** A page of the workspace was open when these were posted, or since: *delivered*. Null: one is open, so whatever is posted is. */
  deliveredUpTo: nullable(SeqMark),
  /** Who has taken it up, as the brand wants them shown: by the brand's name where it shows nobody. Null: nobody has. */
  agentName: nullable(Type.String()),
  /** The path of their photo; absent: none is shown. */
  agentPhoto: Type.Optional(Type.String()),
  /** What the site calls it; null: it does not. */
  displayName: nullable(Type.String()),
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
  /** Mail gets out, as things stand: without it nobody is promised any. */
  mailLeaves: Type.Boolean(),
  createdAt: InstantMs,
  lastMessageAt: InstantMs,
  /** The beginning of the last message that a person wrote, for a line in a list; null: it is gone. */
  last: nullable(exact({ isMine: Type.Boolean(), text: Type.String(), files: Type.Integer({ minimum: 0 }) })),
  /** Opened by the link of a mail alone: this browser did not begin it. */
  joined: Type.Boolean(),
});
export type WidgetConversation = Static<typeof WidgetConversation>;

/** What changed of a conversation since a revision. */
export const WidgetChanges = exact({ conversation: WidgetConversation, messages: list(WidgetMessage) });
export type WidgetChanges = Static<typeof WidgetChanges>;

/** Some of a conversation's messages, one after the other. */
export const WidgetPage = exact({
  conversation: WidgetConversation,
  messages: list(WidgetMessage),
  /** On which channels the messages before these came; empty: there are none before. */
  before: list(Channel),
});
export type WidgetPage = Static<typeof WidgetPage>;

const one = { id: Uuid };

/**
 * What the page says of the conversation beside a message (`set conversationTags`, `conversationFields`, `conversationMetadata`, and
 * `displayName` of `newConversation`): agents see it, nobody has proved it. Pages make mistakes, and a person's words are not
 * refused for them: what can be taken is (`siteFactsIn` in src/domain/conversation/site-facts.ts), the rest is left out.
 */
const SiteFacts = exact({
  tags: Type.Optional(Type.Unknown()),
  /** `[{ id, value }]`. */
  fields: Type.Optional(Type.Unknown()),
  metadata: Type.Optional(Type.Unknown()),
  name: Type.Optional(Type.Unknown()),
});

export const widgetApi = {
  /** Those of this session, newest first. */
  list: route({
    method: "GET",
    path: "/api/widget/conversations",
    who: "visitor",
    answer: exact({ conversations: list(WidgetConversation) }),
  }),
  /** The first message makes the conversation. Safe to send again with the same clientId. */
  start: route({
    method: "POST",
    path: "/api/widget/conversations",
    who: "visitor",
    body: exact({
      clientId: ClientIdText,
      text: TextWithFiles,
      attachments: Type.Optional(AttachmentIds),
      /** The page where it begins; query and fragment are dropped on the server too. */
      pageUrl: nullable(Type.String({ maxLength: MAX_URL_CHARS })),
      siteFacts: Type.Optional(SiteFacts),
    }),
    answer: WidgetChanges,
    status: 201,
    refusals: ["messaging-off", "message-empty", "file-unknown"],
  }),
  /** Safe to send again with the same clientId. */
  post: route({
    method: "POST",
    path: "/api/widget/conversations/:id/messages",
    who: "visitor",
    params: one,
    body: exact({
      clientId: ClientIdText,
      text: TextWithFiles,
      attachments: Type.Optional(AttachmentIds),
      /** The seq that the widget was showing: writing reads up to there, no further. */
      shownUpTo: SeqMark,
      siteFacts: Type.Optional(SiteFacts),
    }),
    answer: MessagePosted,
    refusals: ["not-found", "conversation-closed", "message-empty", "file-unknown"],
  }),
  /** The newest messages, all that are unread among them; or those before a seq. Changes since its revision complete it. */
  page: route({
    method: "GET",
    path: "/api/widget/conversations/:id/messages",
    who: "visitor",
    params: one,
    /** 0: the newest. */
    query: { before: SeqMark },
    answer: WidgetPage,
    refusals: ["not-found"],
  }),
  changes: route({
    method: "GET",
    path: "/api/widget/conversations/:id/changes",
    who: "visitor",
    params: one,
    query: { after: RevisionNumber },
    answer: WidgetChanges,
    refusals: ["not-found"],
  }),
  /**
   * The answer to the form, or *Change*. A likely typing error, or what is nearly an address, is no refusal: `suggestion` says what was probably meant,
   * and `confirmed` sends it as typed. `address-non-ascii` names the characters; `address-no-mail`: the domain takes none.
   */
  giveAddress: route({
    method: "PUT",
    path: "/api/widget/conversations/:id/address",
    who: "visitor",
    params: one,
    body: exact({
      address: Type.String({ minLength: 1, maxLength: MAX_ADDRESS_CHARS * 2 }),
      confirmed: Type.Boolean(),
    }),
    answer: exact({ accepted: Type.Boolean(), suggestion: nullable(Type.String()) }),
    refusals: ["not-found", "address-bounced", "address-no-mail", ...ADDRESS_REFUSALS],
  }),
  /** "No, thank you". */
  dismissForm: route({
    method: "POST",
    path: "/api/widget/conversations/:id/address/dismiss",
    who: "visitor",
    params: one,
    refusals: ["not-found"],
  }),
  /** *Stop*: no more e-mail about this conversation. */
  stopMail: route({
    method: "POST",
    path: "/api/widget/conversations/:id/mail/stop",
    who: "visitor",
    params: one,
    refusals: ["not-found"],
  }),
  /** Lifts that. */
  startMailAgain: route({
    method: "POST",
    path: "/api/widget/conversations/:id/mail/start-again",
    who: "visitor",
    params: one,
    refusals: ["not-found"],
  }),
};
