import { difference } from "../../domain/audit/audit.ts";
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
  /** What end users read; null: the name. */
  readonly publicName?: string | null | undefined;
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
    const names = {
      ...(changed.name === undefined ? {} : { name: changed.name }),
      ...(changed.publicName === undefined ? {} : { publicName: changed.publicName }),
    };
    const before = Object.keys(names).length === 0 ? null : await tx.people.findAgent({ id: me.id });
    await tx.people.updateAgent(me.id, {
      ...(changed.presence === undefined ? {} : { presence: changed.presence }),
      ...(locale === undefined ? {} : { locale }),
      ...names,
    });
    if (changed.handBack === true) await queueHandOn(tx, { from: me.id, to: null }, clock.now());
    const changes = before === null ? null : difference(before, names);
    if (changes !== null) {
      await tx.audit.record({ at: clock.now(), kind: "member-changed", subject: me, ...changes });
    }
    return ok(null);
  });
}
