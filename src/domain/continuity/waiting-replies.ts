/**
 * Looking again at every reply that waits, when a setting changed under them: the rule is asked anew, and where the
 * change cancels what was written before it, those are held back and say why (product.md §7.5).
 */
import { type Change, noChange, WAKE_AFTER } from "../change.ts";
import type { WithheldBecause } from "./continuity.ts";
import type { LockedConversation } from "../conversation/conversation.ts";
import { type BrandId, brandId, type Instant, instant, later } from "../ids.ts";
import { patchByEvent } from "../conversation/reading.ts";

/** Reasons of the account, as opposed to those of one conversation. *Send now* lifts each of them. */
type HoldBecause = Extract<WithheldBecause, "before-switch" | "switched-off" | "too-old">;

export type Review =
  | { readonly kind: "ask-again" }
  /** `upTo`: replies posted until then, that instant included. */
  | {
      readonly kind: "hold";
      readonly because: HoldBecause;
      readonly upTo: Instant;
      /** Replies of this brand alone; not given: of all. */
      readonly brandId?: BrandId;
    };

/**
 * What a review makes of one conversation. The switch governs only the passage from messaging to e-mail
 * (product.md §4.14): where the end user's last message came by e-mail, nothing is held back.
 */
export function decideReview({ head, openReplies }: LockedConversation, review: Review, now: Instant): Change {
  if (review.kind === "hold" && (review.brandId ?? head.brandId) !== head.brandId) return noChange(head.id);
  const isByMail = head.lastEndUserMessage?.channel === "email";
  const patches = openReplies.flatMap((reply) => {
    if (review.kind === "ask-again" || isByMail || reply.fate !== "waiting" || reply.postedAt > review.upTo) return [];
    return patchByEvent(reply, { kind: "withheld", because: review.because }, now) ?? [];
  });
  return { ...noChange(head.id), patches, wakes: [{ kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }] };
}

/** The job that carries a review out. Its key keeps two reviews apart: each has its own instant. */
export function reviewJob(review: Review, now: Instant) {
  const upTo = review.kind === "hold" ? review.upTo : now;
  const because = review.kind === "hold" ? review.because : "ask-again";
  const brand = review.kind === "hold" ? review.brandId : undefined;
  const of = brand === undefined ? {} : { brandId: brand };
  const key = review.kind === "hold" ? `${because}:${upTo}:${brand ?? "all"}` : because;
  return { kind: "review-replies", key, payload: { because, upTo, ...of }, dueAt: now } as const;
}

/** The review that a job's payload names; null: not one that `reviewJob` made. */
export function reviewOf(payload: Readonly<Record<string, string | number>>): Review | null {
  const { because, upTo, brandId: brand } = payload;
  if (because === "ask-again") return { kind: "ask-again" };
  if (!isHold(because) || typeof upTo !== "number") return null;
  const of = typeof brand === "string" ? { brandId: brandId(brand) } : {};
  return { kind: "hold", because, upTo: instant(upTo), ...of };
}

const HOLDS: readonly unknown[] = ["before-switch", "switched-off", "too-old"] satisfies readonly HoldBecause[];

const isHold = (value: unknown): value is HoldBecause => HOLDS.includes(value);
