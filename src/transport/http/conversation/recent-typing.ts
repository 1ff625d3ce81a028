/** Which agents are writing just now, for those who ask every few seconds instead of listening. */
import { type AgentId, type ConversationId, type Instant, later, type Millis, millis } from "../../../domain/ids.ts";
import type { Bus } from "../../../ports/bus.ts";
import type { Clock } from "../../../ports/system.ts";

/** Longer than a page waits between two polls, shorter than a sign of it stands there. */
const TOLD_FOR: Millis = millis(4_500);
/** Of so many conversations at once; then all are forgotten, and the next key press tells again. */
const MOST = 10_000;

export interface RecentTyping {
  /** The agent; null: nobody writes. */
  of(id: ConversationId): AgentId | null;
  stop(): void;
}

export function rememberTyping(bus: Pick<Bus, "subscribe">, clock: Clock): RecentTyping {
  const signs = new Map<ConversationId, { readonly who: AgentId; readonly until: Instant }>();
  const stop = bus.subscribe((notice) => {
    if (notice.kind !== "typing" || notice.who.kind !== "agent" || !notice.who.mayReply) return;
    if (signs.size >= MOST) signs.clear();
    signs.set(notice.id, { who: notice.who.id, until: later(clock.now(), TOLD_FOR) });
  });
  return {
    of(id) {
      const sign = signs.get(id);
      if (sign === undefined) return null;
      if (sign.until > clock.now()) return sign.who;
      signs.delete(id);
      return null;
    },
    stop,
  };
}
