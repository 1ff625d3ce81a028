import { parseLocale } from "../../domain/locale.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import { queueHandOn } from "../../steps/conversation/queue-hand-on.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** What is absent stays. */
interface Changed {
  readonly presence?: "online" | "away" | "offline" | undefined;
  readonly locale?: string | undefined;
  readonly name?: string | undefined;
  /** What they hold goes back to the queue. */
  readonly handBack?: boolean | undefined;
}

/** What team members change of themselves. Refuses no-chat-access for going online without it, and locale-unknown. */
export function changeMe({ store, clock }: Deps, me: AgentIdentity, changed: Changed): Promise<Result<null, Refusal>> {
  return store.transaction(async (tx) => {
    if (changed.presence === "online" && !me.chatAccess) {
      return refuse("no-chat-access", "Going online needs Chat access: an admin gives it.");
    }
    const locale = changed.locale === undefined ? undefined : parseLocale(changed.locale);
    if (locale === null) return refuse("locale-unknown", `${changed.locale} is no language tag.`);
    await tx.people.updateAgent(me.id, {
      ...(changed.presence === undefined ? {} : { presence: changed.presence }),
      ...(locale === undefined ? {} : { locale }),
      ...(changed.name === undefined ? {} : { name: changed.name }),
    });
    if (changed.handBack === true) await queueHandOn(tx, { from: me.id, to: null }, clock.now());
    if (changed.name !== undefined && changed.name !== me.name) {
      const names = { was: { name: me.name }, became: { name: changed.name } };
      await tx.audit.record({ at: clock.now(), kind: "member-changed", subject: me, ...names });
    }
    return ok(null);
  });
}
