/** A browser session of the widget: opens only what it began or was given a link to (product.md §5.1). */
import {
  type BrandId,
  DAY,
  type EndUserId,
  instant,
  type Instant,
  later,
  type Millis,
  millis,
  MINUTE,
  type SessionId,
} from "../ids.ts";

/** Who speaks on the widget's door. */
export interface WidgetPrincipal {
  readonly sessionId: SessionId;
  readonly endUserId: EndUserId;
  readonly brandId: BrandId;
  /** What it opens is judged as of then: grants by link run out. */
  readonly asOf: Instant;
  /** It was opened by the link of a mail, and may be taken back at any moment. */
  readonly isByLink: boolean;
  /** Its site has named the person by a token; it ends with the key. */
  readonly isSigned: boolean;
}

/** Where a team member opened a session from, as they read it in their list. */
export interface OpenedFrom {
  /** By `networkOf`. */
  readonly network: string;
  /** What the browser calls itself; null: it does not say. */
  readonly userAgent: string | null;
}

/** Twelve months, sliding: a returning customer finds the conversation again (product.md §5.2). */
const SESSION_LIVES_FOR: Millis = millis(365 * DAY);
/** Until when a session that is used now opens what it opens. */
export const sessionEnds = (now: Instant): Instant => later(now, SESSION_LIVES_FOR);
/** Until when a session opens what it opens that is signed in now by a token that holds until then; null: it does not say. */
export const signedSessionEnds = (now: Instant, until: Instant | null): Instant => until ?? sessionEnds(now);
/** What a link opened, session or conversation: whoever comes back later has a newer mail, with a fresh link. */
const GRANT_BY_LINK_LIVES_FOR: Millis = millis(30 * DAY);
/** Until when a link that is redeemed now opens what it opens; looking at it does not prolong that. */
export const grantByLinkEnds = (now: Instant): Instant => later(now, GRANT_BY_LINK_LIVES_FOR);
/** An agent signs in again after two weeks, however busy: a cookie that was stolen unnoticed is worth no more. */
export const AGENT_SESSION_LIVES_FOR: Millis = millis(14 * DAY);
/** A session that nobody uses ends: longer than a weekend, shorter than the time after which a lost laptop is sold. */
const AGENT_SESSION_IDLE_FOR: Millis = millis(3 * DAY);
/** A session last used at this instant, or before, has ended by now. */
export const idleSince = (now: Instant): Instant => instant(now - AGENT_SESSION_IDLE_FOR);
/** Its last use is kept to the minute: agents at work ask several times a second. */
export const USE_NOTED_EVERY: Millis = MINUTE;
/** A link of a mail: long enough for a holiday, short enough for a forwarded mail to lose its power. */
export const RESUME_LINK_LIVES_FOR: Millis = millis(30 * DAY);
