/** *Spam* and *suspend*: what a blocked person writes from now on reaches nobody, and looks sent to them (product.md §12.1). */
import { type Change, noChange, WAKE_AFTER } from "../change.ts";
import type { LockedConversation } from "../conversation/conversation.ts";
import { parseEmailAddress } from "../mail/email-address.ts";
import {
  type AgentId,
  type BlockId,
  type EmailAddress,
  type EndUserId,
  type Instant,
  later,
  type Seq,
} from "../ids.ts";
import { turnOf } from "../conversation/posting.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result } from "../result.ts";

/** Why somebody is blocked: an agent's *Suspend* or *Spam*, or an address that was typed or taken from a mail. */
type BlockedBecause = "suspended" | "spam" | "by-hand";

/** An address, or `@` and a domain: all its addresses and those of the domains below it. Lower case. */
type BlockedSender = string;

/** One entry of People › Blocked end users. */
export interface Block {
  readonly id: BlockId;
  /** Null: an address or domain alone, whoever writes from it. */
  readonly endUserId: EndUserId | null;
  /** Null: this person alone, who has no proved address. */
  readonly sender: BlockedSender | null;
  readonly because: BlockedBecause;
  readonly by: AgentId;
  readonly at: Instant;
}

/** Reads `marie@example.com`, `@example.com` or `example.com`. */
export function parseBlockedSender(typed: string): Result<BlockedSender, Refusal> {
  const text = typed
    .replaceAll(/\p{Cf}/gu, "")
    .trim()
    .toLowerCase();
  const isDomain = text.lastIndexOf("@") <= 0;
  const domain = text.startsWith("@") ? text.slice(1) : text;
  const parsed = parseEmailAddress(isDomain ? `anyone@${domain}` : text);
  if (!parsed.ok) return refuse("address-shape", "This is neither an e-mail address nor a domain.");
  return ok(isDomain ? `@${domain}` : text);
}

/** Every form under which this address may be blocked: itself, its domain, and the domains above that. */
export function formsOf(address: EmailAddress): readonly BlockedSender[] {
  const text = address.toLowerCase();
  const labels = text.slice(text.lastIndexOf("@") + 1).split(".");
  // A top-level domain alone is nobody's.
  const domains = labels.slice(0, -1).map((_, index) => `@${labels.slice(index).join(".")}`);
  return [text, ...domains];
}

/** A message that its writer alone has seen so far. */
export interface MutedMessage {
  readonly seq: Seq;
  readonly postedAt: Instant;
}

/**
 * The block was lifted: what was written meanwhile is there for agents, as the turn of the end user that it was. Triggers
 * stay silent: their words would come at an odd hour. `muted`: oldest first.
 */
export function decideUnmute(locked: LockedConversation, muted: readonly MutedMessage[], now: Instant): Change {
  const { head } = locked;
  const last = muted.at(-1);
  if (last === undefined) return noChange(head.id);
  const turn = turnOf(locked, { seq: last.seq, channel: "messaging", writtenAt: last.postedAt }, now);
  const waitsForNobody = head.isMuted && head.assigneeId === null && head.status !== "closed";
  return {
    ...noChange(head.id),
    head: {
      ...(head.status === "closed" ? {} : turn.head),
      ...(waitsForNobody ? { queuedAt: now } : {}),
      isMuted: false,
      lastMessageAt: now,
    },
    patches: muted.map(({ seq }) => ({ seq, visibility: "public" })),
    wakes: head.status === "closed" ? [] : [...turn.wakes, { kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }],
  };
}
