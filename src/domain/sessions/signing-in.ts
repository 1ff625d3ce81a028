/** What becomes of a browser's session, and of what it opens, when its site names the person before it (product.md §5.5, ADR 0027). */
import type { EndUserId } from "../ids.ts";

/** Whose session a browser has. */
interface Before {
  readonly endUserId: EndUserId;
  /** Their site has signed them in; else it is anonymous, or came by a link. */
  readonly isSigned: boolean;
}

type SigningIn =
  /** There was no session: a new one. */
  | "begins"
  /** They are signed in already. */
  | "goes-on"
  /** Somebody else was: their session ends, and nothing of it comes along. */
  | "replaces"
  /** Nobody was: the session becomes theirs. */
  | "joins";

/** `before` null: this browser has no session. */
export function decideSigningIn(before: Before | null, person: EndUserId): SigningIn {
  if (before === null) return "begins";
  if (!before.isSigned) return "joins";
  return before.endUserId === person ? "goes-on" : "replaces";
}

/** A conversation that a browser's session opens. */
interface Opened {
  /** It was begun here; else a link opened it. */
  readonly isStarted: boolean;
  readonly endUserId: EndUserId;
  /** A site has named its person. */
  readonly isNamed: boolean;
}

/**
 * What a conversation becomes where a session joins a person. `joins`: theirs. `stays`: open as it was, by its link. `goes`:
 * it is somebody else's whom a site has named, and this browser is not theirs.
 */
export function decideJoining(
  { isStarted, endUserId, isNamed }: Opened,
  person: EndUserId,
): "joins" | "stays" | "goes" {
  if (endUserId === person) return "stays";
  if (isNamed) return "goes";
  return isStarted ? "joins" : "stays";
}
