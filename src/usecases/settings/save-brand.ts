import { difference } from "../../domain/audit/audit.ts";
import { canCarryText, parseOrigin } from "../../domain/settings/brand-look.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { checkPrerequisitesJob, decideMessaging } from "../../domain/settings/settings.ts";
import { reviewJob } from "../../domain/continuity/waiting-replies.ts";
import type { BrandLook } from "../../domain/settings/look.ts";
import type { Brand } from "../../domain/settings/brand.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Channels › Messaging, one brand. On again after more than a day, its replies that waited ask the agents. Refuses not-found, colour-contrast, origin-shape (details.origin names the bad one).
 */
export function saveBrand(
  deps: Deps,
  saved: Omit<Brand, "isDefault" | "messagingOffSince" | "logo">,
): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    // Two that save at once come one after the other.
    const account = await tx.settings.lockAccount();
    const brand = (await tx.settings.loadBrands()).find((each) => each.id === saved.id);
    if (brand === undefined) return refuse("not-found", "There is no such brand.");
    if (!canCarryText(saved.colour)) {
      return refuse("colour-contrast", `Neither white nor dark text can be read on ${saved.colour}.`, {
        colour: saved.colour,
      });
    }
    const origins = readOrigins(saved.allowedOrigins);
    if (!origins.ok) return origins;
    const { offSince, isLate } = decideMessaging(brand, saved.messagingOn, account, now);
    const kept = { isDefault: brand.isDefault, allowedOrigins: origins.value, messagingOffSince: offSince };
    await tx.settings.saveBrand({ ...saved, ...kept });
    const changes = difference(told(brand), told({ ...saved, allowedOrigins: origins.value }));
    if (changes !== null) await tx.audit.record({ at: now, kind: "brand-changed", subject: brand, ...changes });
    if (isLate) await tx.jobs.wake(reviewJob({ kind: "hold", because: "too-old", upTo: now, brandId: saved.id }, now));
    await tx.jobs.wake(checkPrerequisitesJob(now));
    return ok(null);
  });
}

/** As the security log compares it: of what stands by language also what is gone. */
function told<B extends Pick<Brand, "look">>({ look, ...brand }: B) {
  const launcher = { ...look.launcher, texts: lines(look.launcher.texts) };
  return { ...brand, look: { ...look, greetings: lines(look.greetings), launcher } };
}

const lines = (texts: BrandLook["greetings"]): readonly string[] =>
  Object.entries(texts)
    .map(([tag, text]) => `${tag}: ${text}`)
    .toSorted();

function readOrigins(typed: readonly string[]): Result<readonly string[], Refusal> {
  const origins = new Set<string>();
  for (const each of typed) {
    const origin = parseOrigin(each);
    if (origin === null) {
      return refuse("origin-shape", "An origin is scheme, host and port, such as https://shop.example:8443.", {
        origin: each,
      });
    }
    origins.add(origin);
  }
  return ok([...origins]);
}
