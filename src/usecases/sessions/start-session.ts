import { type BrandId, endUserId, type EndUserId, type Locale, sessionId } from "../../domain/ids.ts";
import { type Newcomer, profileOf } from "../../domain/people/newcomer.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { sessionEnds } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Secrets;
}

interface Beginner extends Newcomer {
  readonly brandId: BrandId;
}

/** Makes an anonymous end user and the browser session that will own what it starts. Asked when the person first writes. */
export function startSession(
  deps: Deps,
  newcomer: Beginner,
): Promise<Result<{ readonly token: string; readonly endUserId: EndUserId; readonly locale: Locale }, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const account = await tx.settings.findAccount();
    const brand = (await tx.settings.loadBrands()).find((each) => each.id === newcomer.brandId);
    if (account === null || brand === undefined)
      return refuse("not-found", "There is no such brand: check data-brand.");
    if (!brand.messagingOn) return refuse("messaging-off", "Messaging is off for this brand.");

    const user = { id: endUserId(deps.newId()), name: null, ...profileOf(newcomer, account), createdAt: now };
    await tx.people.insertEndUser(user);
    const token = deps.secrets.newToken();
    await tx.people.insertSession({
      id: sessionId(deps.newId()),
      tokenHash: deps.secrets.hashToken(token),
      endUserId: user.id,
      brandId: brand.id,
      now,
      expiresAt: sessionEnds(now),
    });
    return ok({ token, endUserId: user.id, locale: user.locale });
  });
}
