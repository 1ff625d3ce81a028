import type {
  BrandId,
  ConversationId,
  EmailAddress,
  EndUserId,
  IdentityKeyId,
  Instant,
  Locale,
  SessionId,
} from "../../domain/ids.ts";
import type { EndUser, LocaleSource } from "../../domain/people/end-user.ts";
import type { Identity } from "../../domain/sessions/signed-identity.ts";

/** A browser session, held: nobody signs it in or ends it before this transaction does. */
export interface HeldSession {
  readonly sessionId: SessionId;
  readonly brandId: BrandId;
  readonly endUserId: EndUserId;
  /** Signed in by a token, not begun anonymously or by a link. */
  readonly isSigned: boolean;
}

/** A conversation that a session opens. */
interface OpenedConversation {
  readonly id: ConversationId;
  /** It was begun there; else a link opened it. */
  readonly isStarted: boolean;
  readonly endUserId: EndUserId;
  /** A token has named its person. */
  readonly isNamed: boolean;
}

/** The browser session of a person who is named by a token. */
export interface SignedSession {
  readonly endUserId: EndUserId;
  readonly signedBy: IdentityKeyId;
  readonly expiresAt: Instant;
  readonly now: Instant;
}

/** Persons who are named by their site, and what they may open. */
export interface IdentityTx {
  /** The person of this id, as the token tells of them now; made where there is none. `fresh`: what a new one is made with. */
  takePerson(
    identity: Identity,
    fresh: {
      readonly id: EndUserId;
      readonly locale: Locale;
      readonly localeSource: LocaleSource;
      readonly timeZone: string | null;
      readonly now: Instant;
    },
  ): Promise<EndUser>;
  /** What their site said last of where they read mail; null: nothing. */
  findAddress(id: EndUserId): Promise<{ readonly email: EmailAddress; readonly isVerified: boolean } | null>;
  /** Their language, because a token says so; one that an agent has set stays. */
  setLocale(id: EndUserId, locale: Locale): Promise<void>;
  /** Null: there is no such session, or it has ended. */
  holdSession(tokenHash: Uint8Array, now: Instant): Promise<HeldSession | null>;
  /** It is the person's from now on, known by another token; its sockets say hello again. */
  takeSession(id: SessionId, tokenHash: Uint8Array, signed: SignedSession): Promise<void>;
  insertSession(id: SessionId, brandId: BrandId, tokenHash: Uint8Array, signed: SignedSession): Promise<void>;
  /** It lives on, by this key. */
  prolongSession(id: SessionId, signed: Omit<SignedSession, "endUserId">): Promise<void>;
  /** What it opens, in the order in which conversations are locked. */
  loadOpened(id: SessionId): Promise<readonly OpenedConversation[]>;
  /** It opens this no more. */
  letGo(id: SessionId, conversation: ConversationId): Promise<void>;
  /** Of somebody anonymous who has nothing left, a block goes along to the person, and nothing stays of whom nothing names. */
  forgetAnonymous(was: EndUserId, is: EndUserId): Promise<void>;
  /**
   * What the person of this session may open, as of now: theirs, and those that began by mail from the address that their
   * site has verified. What was theirs by an address that they no longer have is closed to them, in every session.
   */
  openTheirs(id: SessionId): Promise<void>;
}
