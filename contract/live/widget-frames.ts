/** The widget's socket at /api/widget/socket: the token travels in the first frame, never in a URL. */
import { Type, type Static } from "typebox";
import { WidgetConversation } from "../conversation/widget-conversations.ts";
import { exact, InstantMs, list, nullable, RevisionNumber, SeqMark, Uuid, WidgetMessage } from "../shared.ts";

/** What the person does, as the widget says it. */
export const SaidFrame = Type.Union([
  /** They have seen up to here (product.md §2.2; judged in the browser, never guessed). */
  exact({ type: Type.Literal("seen"), conversationId: Uuid, upTo: SeqMark }),
  /** Panel open, tab focused, input within 60 s (product.md §2.4). Sent at once when it begins, then every 15 s. */
  exact({ type: Type.Literal("attention"), conversationId: Uuid }),
  exact({ type: Type.Literal("typing"), conversationId: Uuid }),
]);
export type SaidFrame = Static<typeof SaidFrame>;

/** What a widget may say on its socket. The first frame is `hello`; anything else before it closes the socket. */
export const WidgetFrame = Type.Union([
  exact({
    type: Type.Literal("hello"),
    token: Type.String({ maxLength: 256 }),
    /** Last revision known per conversation: the server sends what came since. */
    revisions: Type.Record(Uuid, RevisionNumber),
  }),
  ...SaidFrame.anyOf,
  exact({ type: Type.Literal("ping") }),
]);
export type WidgetFrame = Static<typeof WidgetFrame>;

/** What the server says to a widget. */
export const ServerToWidgetFrame = Type.Union([
  /** Comes again when something of them has changed that is no change of a conversation: whether mail leaves, and a workspace is open. */
  exact({ type: Type.Literal("welcome"), now: InstantMs, conversations: list(WidgetConversation) }),
  /**
   * Messages are those with `revision > after`, in order of seq, in their present form. A client whose own revision is
   * below `after` asks `widgetApi.changes` instead. `conversation` is null where nothing but the messages, seq and
   * revision changed.
   */
  exact({
    type: Type.Literal("changes"),
    conversationId: Uuid,
    after: RevisionNumber,
    revision: RevisionNumber,
    conversation: nullable(WidgetConversation),
    messages: list(WidgetMessage),
  }),
  exact({ type: Type.Literal("typing"), conversationId: Uuid, name: nullable(Type.String()) }),
  /**
   * session-unknown: forget the token and start afresh. access-changed: say hello again; what `welcome` then leaves out is
   * to be forgotten. rate-limited: slow down. server-stopping: connect again soon.
   */
  exact({
    type: Type.Literal("refused"),
    code: Type.Union([
      Type.Literal("session-unknown"),
      Type.Literal("access-changed"),
      Type.Literal("rate-limited"),
      Type.Literal("bad-frame"),
      Type.Literal("server-stopping"),
    ]),
  }),
  exact({ type: Type.Literal("pong") }),
]);
export type ServerToWidgetFrame = Static<typeof ServerToWidgetFrame>;
