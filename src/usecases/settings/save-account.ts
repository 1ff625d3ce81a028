import { difference } from "../../domain/audit/audit.ts";
import type { Locale } from "../../domain/ids.ts";
import { chooseLocale, parseLocale } from "../../domain/locale.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { checkPrerequisitesJob, isTimeZone, SHIPPED_LOCALES } from "../../domain/settings/settings.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

interface Saved {
  readonly name: string;
  readonly timeZone: string;
  readonly defaultLocale: string;
  readonly locales: readonly string[];
  readonly agentWorkspaceOn: boolean;
}

/** Account: name, languages, time zone, agent workspace. Refuses time-zone-unknown, locale-unknown (details.locale). */
export function saveAccount(deps: Deps, saved: Saved): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    if (!isTimeZone(saved.timeZone)) {
      return refuse("time-zone-unknown", `${saved.timeZone} is no IANA time zone.`, { timeZone: saved.timeZone });
    }
    const locales = readLocales(saved.locales);
    if (!locales.ok) return locales;
    const defaultLocale = locales.value.find((each) => each === parseLocale(saved.defaultLocale));
    if (defaultLocale === undefined) return unknown(saved.defaultLocale, "is not among the enabled languages");
    const next = { ...saved, locales: locales.value, defaultLocale };
    const changes = difference(await tx.settings.lockAccount(), next);
    await tx.settings.updateAccount(next);
    if (changes !== null) await tx.audit.record({ at: now, kind: "account-changed", subject: null, ...changes });
    await tx.jobs.wake(checkPrerequisitesJob(now));
    return ok(null);
  });
}

/** In their canonical form, each once; each served by a catalogue of ours. */
function readLocales(tags: readonly string[]): Result<readonly Locale[], Refusal> {
  const locales = new Set<Locale>();
  for (const tag of tags) {
    const parsed = parseLocale(tag);
    if (parsed === null || chooseLocale([parsed], SHIPPED_LOCALES) === null) return unknown(tag, "has no catalogue");
    locales.add(parsed);
  }
  return ok([...locales]);
}

const unknown = (tag: string, why: string): Result<never, Refusal> =>
  refuse("locale-unknown", `${tag} ${why}.`, { locale: tag });
