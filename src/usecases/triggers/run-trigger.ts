import type { Change } from "../../domain/change.ts";
import { noChange } from "../../domain/change.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import { type ConversationId, type Instant, type Locale, messageId, type TriggerId } from "../../domain/ids.ts";
import { decideAsk } from "../../domain/conversation/notification-address.ts";
import { moveInto } from "../../domain/conversation/handling.ts";
import { decideSystemPost } from "../../domain/conversation/posting.ts";
import {
  evaluate,
  type FiringOutcome,
  textFor,
  type Trigger,
  type TriggerAction,
  type TriggerEvent,
  waitOver,
} from "../../domain/triggers/trigger.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId } from "../../ports/system.ts";
import { type AskingDeps, askingWords } from "../../steps/continuity/asking-words.ts";
import { unreachable } from "../../domain/result.ts";

interface Deps extends AskingDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

interface Run {
  readonly conversationId: ConversationId;
  readonly triggerId: TriggerId;
  readonly event: TriggerEvent;
}

/**
 * Runs one trigger for one event. Its waits come first in time: until they are over it answers when to run again; then
 * conditions are judged on the facts of that moment and its actions become one change. Each firing and each near miss is
 * logged once an event, so a job that runs twice acts once. Null: finished.
 */
export function runTrigger(deps: Deps, run: Run): Promise<Instant | null> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const locked = await tx.conversations.lock(run.conversationId);
    const trigger = await tx.triggers.find({ id: run.triggerId });
    if (locked === null || trigger === null) return null;
    const due = actsAt(trigger, run.event, locked);
    if (now < due) return due;

    const outcome = await judge(tx, trigger, { run, locked, now });
    const isFirst = await tx.triggers.record({
      id: deps.newId(),
      triggerId: trigger.id,
      conversationId: run.conversationId,
      eventSeq: run.event.seq,
      at: now,
      ...outcome,
    });
    if (outcome.outcome !== "fired" || !isFirst) return null;
    const user = await tx.people.mustFindEndUser(locked.head.endUserId);
    for (const action of trigger.actions) {
      // Each action sees what the one before it did: a post moves the next one's place.
      const current = await tx.conversations.lock(run.conversationId);
      if (current === null) throw new Error(`conversation ${run.conversationId} vanished while it was locked`);
      await tx.conversations.apply(
        current,
        await act(deps, tx, current, { trigger, action, locale: user.locale, now }),
      );
    }
    return null;
  });
}

function actsAt(trigger: Trigger, event: TriggerEvent, locked: LockedConversation): Instant {
  return trigger.actions.reduce<Instant>(
    (due, action) => (action.type === "wait" ? waitOver(action.for, event, locked.head.lastMessageAt) : due),
    event.at,
  );
}

interface Outcome {
  readonly outcome: FiringOutcome;
  readonly because: string | null;
}

async function judge(
  tx: Tx,
  trigger: Trigger,
  { run, locked, now }: { readonly run: Run; readonly locked: LockedConversation; readonly now: Instant },
): Promise<Outcome> {
  if (locked.head.status === "closed") return { outcome: "condition-failed", because: "conversation-closed" };
  if (!trigger.active) return { outcome: "inactive", because: null };
  if (trigger.oncePerConversation && (await tx.triggers.hasFired(trigger.id, run.conversationId))) {
    return { outcome: "already-fired", because: null };
  }
  const evaluation = evaluate(trigger, await tx.triggers.loadFacts(run.conversationId, now));
  if (evaluation.kind === "does-not") return { outcome: "condition-failed", because: evaluation.because };
  if (asksForAddress(trigger) && locked.head.origin === "email") {
    // They have one, and answer by mail.
    return { outcome: "condition-failed", because: "begun-by-email" };
  }
  if (trigger.key === "away-message" && (await requestEmailSpeaks(tx))) {
    // Visitors would get two automatic messages: *Request email* wins (product.md §7.4).
    return { outcome: "withheld", because: "request-email" };
  }
  return { outcome: "fired", because: null };
}

const asksForAddress = (trigger: Trigger): boolean => trigger.actions.some(({ type }) => type === "request-email");

async function requestEmailSpeaks(tx: Tx): Promise<boolean> {
  const account = await tx.settings.requireAccount();
  const requestEmail = await tx.triggers.find({ key: "request-email" });
  return account.continuityOn && requestEmail?.active === true;
}

interface Acting {
  readonly trigger: Trigger;
  readonly action: TriggerAction;
  readonly locale: Locale;
  readonly now: Instant;
}

async function act(
  deps: Deps,
  tx: Tx,
  { head }: LockedConversation,
  { trigger, action, locale, now }: Acting,
): Promise<Change> {
  switch (action.type) {
    case "wait":
      return noChange(head.id);
    case "send-message": {
      const text = textFor(action.text, locale) ?? deps.words.say(locale, `${trigger.key ?? "away-message"}.text`);
      return decideSystemPost(head, { id: messageId(deps.newId()), triggerId: trigger.id, text, form: null }, now);
    }
    case "request-email": {
      const texts = await askingWords(deps, tx, { head, locale, own: action, isServed: head.servedAt !== null });
      return decideAsk(head, { id: messageId(deps.newId()), triggerId: trigger.id, ...texts }, now);
    }
    case "set-status":
      // Whoever closes solved conversations finds out itself when that is.
      return moveInto(head, action.status, now, { rule: now, closing: now });
    default:
      return unreachable(action);
  }
}
