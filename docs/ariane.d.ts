/**
 * The calls of `ariane`, for pages written in TypeScript: served at /widget/ariane.d.ts (docs/widget.md says what each does).
 * `/// <reference path="ariane.d.ts" />`, or among the `types` of a tsconfig.json.
 */

/** Who is before the page could not be taken from the token. */
interface ArianeLoginError {
  readonly type: "LoginFailedError";
  /** `expired`, `signature` …: docs/identity.md lists them. */
  readonly reason: string;
  /** What to mend. */
  readonly message: string;
}

/** A message of the page's own was refused. */
interface ArianeSendError {
  readonly type: "SendFailedError";
  /** `message-empty`, `messaging-off` … */
  readonly reason: string;
}

type ArianeMetadata = Readonly<Record<string, string | number | boolean | null>>;

/** Words, or what Zendesk's calls take. */
type ArianeMessage =
  | string
  | { readonly text: string; readonly metadata?: ArianeMetadata }
  | { readonly content: { readonly type: "text"; readonly text: string }; readonly metadata?: ArianeMetadata };

interface ArianeEvent<Type extends string> {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly type: Type;
}

interface ArianeConversationEvent<Type extends string> extends ArianeEvent<Type> {
  readonly conversationId: string;
}

interface ArianeShownMessage {
  readonly seq: number;
  readonly author: { readonly kind: "end-user" | "agent" | "system" | "another-sender"; readonly name: string | null };
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly postedAt: number;
}

/** What a callback of `on …` is given, by the event's name. */
interface ArianeEvents {
  readonly unreadMessages: number;
  readonly open: ArianeEvent<"messagingOpened">;
  readonly close: ArianeEvent<"messagingClosed">;
  readonly conversationStarted: ArianeConversationEvent<"conversationStarted">;
  readonly conversationOpened: ArianeConversationEvent<"conversationOpened">;
  readonly conversationAgentAssigned: ArianeConversationEvent<"conversationAgentAssigned">;
  readonly messagesShown: ArianeConversationEvent<"messagesShown"> & {
    readonly messages: readonly ArianeShownMessage[];
  };
}

interface ArianeNewConversation {
  /** At most 100 characters; longer ones are cut. */
  readonly displayName?: string;
  readonly metadata?: ArianeMetadata;
  /** Without one the person's next words begin it. */
  readonly message?: ArianeMessage;
}

type ArianeNavigation =
  | { readonly screen: "ConversationList" | "MostRecentActiveConversation" }
  | { readonly screen: "Conversation"; readonly options: { readonly conversationId: string } };

interface Ariane {
  /** Said before the script has come, by a page whose script's tag cannot say it. */
  settings?: {
    readonly brand?: string;
    /** The script's own address: for a module, and in a shadow tree. */
    readonly src?: string;
  };
  (call: "open" | "close" | "show" | "hide"): void;
  (
    call: "loginUser",
    ask: (give: (jwt: string) => void) => void,
    done?: (error: ArianeLoginError | null) => void,
  ): void;
  (call: "logoutUser" | "resetWidget", done?: () => void): void;
  (call: "set locale", tag: string): void;
  (call: "set zIndex", zIndex: number): void;
  (call: "set cookies", consent: boolean | "all" | "functional" | "none"): void;
  (
    call: "set conversationFields",
    fields: readonly { readonly id: string | number; readonly value: unknown }[],
    done?: () => void,
  ): void;
  (call: "set conversationTags", tags: readonly string[], done?: () => void): void;
  (call: "set conversationMetadata", metadata: ArianeMetadata, done?: () => void): void;
  (
    call: "newConversation",
    what?: ArianeNewConversation,
    done?: (error: ArianeSendError | null, conversation?: { readonly id: string }) => void,
  ): void;
  /** To this conversation, else to that shown, else to a new one. */
  (
    call: "sendMessage",
    message: ArianeMessage,
    conversationId?: string | null,
    done?: (error: ArianeSendError | null, message?: { readonly id: string }) => void,
  ): void;
  (call: "ui newConversation"): void;
  (call: "ui navigation", to: ArianeNavigation): void;
  /** Answers with what ends it. A page's own stub, before the script has come, answers with nothing. */
  <Name extends keyof ArianeEvents>(call: `on ${Name}`, callback: (event: ArianeEvents[Name]) => void): () => void;
}

/** The same as Zendesk's messaging is called, where the page has zendesk.js. */
interface ArianeZE {
  (callback: () => void): void;
  (whom: "messenger", call: "open" | "close" | "show" | "hide"): void;
  (
    whom: "messenger",
    call: "loginUser",
    ask: (give: (jwt: string) => void) => void,
    done?: (error: ArianeLoginError | null) => void,
  ): void;
  (whom: "messenger", call: "logoutUser" | "resetWidget", done?: () => void): void;
  (
    whom: "messenger",
    call: "newConversation",
    what?: ArianeNewConversation,
    done?: (error: ArianeSendError | null, conversation?: { readonly id: string }) => void,
  ): void;
  (
    whom: "messenger",
    call: "sendMessage",
    message: ArianeMessage,
    conversationId?: string | null,
    done?: (error: ArianeSendError | null, message?: { readonly id: string }) => void,
  ): void;
  (whom: "messenger:set", what: "locale", tag: string): void;
  (whom: "messenger:set", what: "zIndex", zIndex: number): void;
  (whom: "messenger:set", what: "cookies", consent: boolean | "all" | "functional" | "none"): void;
  (
    whom: "messenger:set",
    what: "conversationFields",
    fields: readonly { readonly id: string | number; readonly value: unknown }[],
    done?: () => void,
  ): void;
  (whom: "messenger:set", what: "conversationTags", tags: readonly string[], done?: () => void): void;
  (whom: "messenger:set", what: "conversationMetadata", metadata: ArianeMetadata, done?: () => void): void;
  (whom: "messenger:ui", call: "newConversation"): void;
  (whom: "messenger:ui", call: "navigation", to: ArianeNavigation): void;
  <Name extends keyof ArianeEvents>(
    whom: "messenger:on",
    name: Name,
    callback: (event: ArianeEvents[Name]) => void,
  ): () => void;
  /** The classic widget. */
  (whom: "webWidget", call: "open" | "close" | "show" | "hide"): void;
  (whom: "webWidget:on", name: "open" | "close", callback: () => void): () => void;
}

declare var ariane: Ariane;
declare var zE: ArianeZE;
