import { chooseLocale } from "../../domain/locale.ts";
import { type BrandId, endUserId, type EndUserId, type Locale, sessionId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { sessionEnds } from "../../domain/sessions/session.ts";
import { type Account, isTimeZone } from "../../domain/settings/settings.ts";
import type { LocaleSource } from "../../domain/people/end-user.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Secrets;
}

/** What the browser and the host page tell of a person who is about to write. */
interface Newcomer {
  readonly brandId: BrandId;
  /** From the host page; null: not set. */
  readonly widgetLocale: string | null;
  readonly browserLanguages: readonly string[];
  readonly timeZone: string | null;
}

/** Makes an anonymous end user and the browser session that will own what it starts. Asked when the person first writes. */
export function startSession(
  deps: Deps,
  newcomer: Newcomer,
): Promise<Result<{ readonly token: string; readonly endUserId: EndUserId; readonly locale: Locale }, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const account = await tx.settings.findAccount();
    const brand = (await tx.settings.loadBrands()).find((each) => each.id === newcomer.brandId);
    if (account === null || brand === undefined)
      return refuse("not-found", "There is no such brand: check data-brand.");
    if (!brand.messagingOn) return refuse("messaging-off", "Messaging is off for this brand.");

    const { locale, source } = chooseSourced(newcomer, account);
    const user = {
      id: endUserId(deps.newId()),
      name: null,
      locale,
      localeSource: source,
      // What no calendar knows would break every mail to this person.
      timeZone: newcomer.timeZone !== null && isTimeZone(newcomer.timeZone) ? newcomer.timeZone : null,
      createdAt: now,
    };
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
    return ok({ token, endUserId: user.id, locale });
  });
}

/** The first source that names an enabled language wins; the account's default is always enabled (product.md §3.8). */
function chooseSourced(
  newcomer: Newcomer,
  account: Account,
): { readonly locale: Locale; readonly source: LocaleSource } {
  const byWidget = chooseLocale([newcomer.widgetLocale], account.locales);
  if (byWidget !== null) return { locale: byWidget, source: "widget" };
  const byBrowser = chooseLocale(newcomer.browserLanguages, account.locales);
  if (byBrowser !== null) return { locale: byBrowser, source: "browser" };
  return { locale: account.defaultLocale, source: "account" };
}
