/** What agents ask of conversations and do with them. */
import { Type } from "typebox";
import { StoredMail } from "../mail/triage.ts";
import { route } from "../route.ts";
import {
  AttachmentIds,
  ClientIdText,
  exact,
  list,
  MessageText,
  MessagePosted,
  nullable,
  RevisionNumber,
  SeqMark,
  TextWithFiles,
  Uuid,
  Visibility,
  SettableStatus,
  MAX_MESSAGE_CHARS,
} from "../shared.ts";
import { AgentChanges, ConversationList, DeliveryView, ViewName } from "./agent-shapes.ts";

/** What a seq is kept in. */
const MAX_SEQ = 2 ** 31 - 1;
const MAX_SEARCH_CHARS = 200;

const one = { id: Uuid };
const oneMessage = { id: Uuid, seq: Type.Integer({ minimum: 1, maximum: MAX_SEQ }) };

export const conversationApi = {
  /** 50 a page, newest activity first; the queue: longest waiting first. `before`: continue after this one. */
  list: route({
    method: "GET",
    path: "/api/agent/conversations",
    who: "agent",
    query: {
      view: ViewName,
      search: Type.Optional(Type.String({ maxLength: MAX_SEARCH_CHARS })),
      before: Type.Optional(Uuid),
    },
    answer: ConversationList,
  }),
  open: route({
    method: "GET",
    path: "/api/agent/conversations/:id",
    who: "agent",
    params: one,
    answer: AgentChanges,
    refusals: ["not-found"],
  }),
  changes: route({
    method: "GET",
    path: "/api/agent/conversations/:id/changes",
    who: "agent",
    params: one,
    query: { after: RevisionNumber },
    answer: AgentChanges,
    refusals: ["not-found"],
  }),
  /** The delivery log, newest first; and the mail that came in and is no message: automatic answers, bounces, receipts. */
  deliveries: route({
    method: "GET",
    path: "/api/agent/conversations/:id/deliveries",
    who: "agent",
    params: one,
    answer: exact({ deliveries: list(DeliveryView), recorded: list(StoredMail) }),
  }),
  /** Safe to send again. With `status` the status is set in the same step (*send as pending*). */
  post: route({
    method: "POST",
    path: "/api/agent/conversations/:id/messages",
    who: "agent",
    params: one,
    body: exact({
      clientId: ClientIdText,
      text: TextWithFiles,
      attachments: Type.Optional(AttachmentIds),
      visibility: Visibility,
      status: nullable(SettableStatus),
    }),
    answer: MessagePosted,
    refusals: ["not-found", "not-allowed", "no-chat-access", "conversation-closed", "message-empty", "file-unknown"],
  }),
  /** `already-mailed`: then only a new message corrects it. */
  edit: route({
    method: "PATCH",
    path: "/api/agent/conversations/:id/messages/:seq",
    who: "agent",
    params: oneMessage,
    body: exact({ text: MessageText }),
    refusals: ["not-found", "not-yours", "already-mailed", "conversation-closed"],
  }),
  /** Says that its author has it open for editing, or closed it unchanged: meanwhile no mail takes it along, for some minutes. */
  editing: route({
    method: "PUT",
    path: "/api/agent/conversations/:id/messages/:seq/editing",
    who: "agent",
    params: oneMessage,
    body: exact({ isOpen: Type.Boolean() }),
    refusals: ["not-found", "not-yours", "already-mailed", "conversation-closed"],
  }),
  /** As for an edit. */
  delete: route({
    method: "DELETE",
    path: "/api/agent/conversations/:id/messages/:seq",
    who: "agent",
    params: oneMessage,
    refusals: ["not-found", "not-yours", "already-mailed", "conversation-closed"],
  }),
  /** What to do with an answer by *another sender*. `not-found`: decided meanwhile; closed: only triage is left. */
  decideSender: route({
    method: "POST",
    path: "/api/agent/conversations/:id/messages/:seq/sender",
    who: "agent",
    params: oneMessage,
    body: exact({ decision: Type.Union([Type.Literal("accept"), Type.Literal("show"), Type.Literal("triage")]) }),
    refusals: ["not-found", "not-allowed", "conversation-closed"],
  }),
  /** *Don't send*. */
  withhold: route({
    method: "POST",
    path: "/api/agent/conversations/:id/messages/:seq/withhold",
    who: "agent",
    params: oneMessage,
    refusals: ["not-found", "not-allowed", "not-a-reply", "already-mailed", "conversation-closed"],
  }),
  /** And back. */
  release: route({
    method: "POST",
    path: "/api/agent/conversations/:id/messages/:seq/release",
    who: "agent",
    params: oneMessage,
    refusals: ["not-found", "not-allowed", "not-a-reply", "conversation-closed"],
  }),
  /** From the queue. */
  accept: route({
    method: "POST",
    path: "/api/agent/conversations/:id/accept",
    who: "agent",
    params: one,
    refusals: ["not-found", "no-chat-access", "already-accepted", "conversation-closed"],
  }),
  setStatus: route({
    method: "PUT",
    path: "/api/agent/conversations/:id/status",
    who: "agent",
    params: one,
    body: exact({ status: SettableStatus }),
    refusals: ["not-found", "not-allowed", "conversation-closed"],
  }),
  /** Null gives it back to the queue. */
  assign: route({
    method: "PUT",
    path: "/api/agent/conversations/:id/assignee",
    who: "agent",
    params: one,
    body: exact({ agentId: nullable(Uuid) }),
    refusals: ["not-found", "not-allowed", "conversation-closed"],
  }),
  /** Skips inactivity and settling, not the other checks. */
  sendNow: route({
    method: "POST",
    path: "/api/agent/conversations/:id/send-now",
    who: "agent",
    params: one,
    refusals: ["not-found", "not-allowed", "no-address", "nothing-to-send", "prerequisite-missing", "mail-capped"],
  }),
  /** The form, now. */
  askAddress: route({
    method: "POST",
    path: "/api/agent/conversations/:id/ask-address",
    who: "agent",
    params: one,
    refusals: ["not-found", "not-allowed", "conversation-closed"],
  }),
  /** The links of its mails, and every browser session that came by one, at once. */
  revokeLinks: route({
    method: "POST",
    path: "/api/agent/conversations/:id/revoke-links",
    who: "agent",
    params: one,
    refusals: ["not-found", "not-allowed"],
  }),
  markRead: route({
    method: "PUT",
    path: "/api/agent/conversations/:id/read",
    who: "agent",
    params: one,
    body: exact({ upTo: SeqMark }),
    refusals: ["not-found"],
  }),
  saveDraft: route({
    method: "PUT",
    path: "/api/agent/conversations/:id/draft",
    who: "agent",
    params: one,
    body: exact({ text: Type.String({ maxLength: MAX_MESSAGE_CHARS }), visibility: Visibility }),
    refusals: ["not-found"],
  }),
};
