/** A site that signs who its visitors are, by hand, and the browsers that it signs in. */
import { createHmac } from "node:crypto";
import { widgetQueries } from "../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import type { BrandId, IdentityKeyId } from "../../src/domain/ids.ts";
import type { WidgetPrincipal } from "../../src/domain/sessions/session.ts";
import { identifyPerson } from "../../src/usecases/sessions/identify-person.ts";
import { makeIdentitySecret } from "../../src/usecases/sessions/keep-identity-keys.ts";
import { startSession } from "../../src/usecases/sessions/start-session.ts";
import { must, type World } from "./world.ts";

/** A key that a site holds. */
export interface SiteKey {
  readonly kid: string;
  readonly secret: string;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token as a site makes it; `header` beside, or instead of, what belongs there. */
export function signedBy({ kid, secret }: SiteKey, claims: unknown, header: object = {}): string {
  const said = `${part({ alg: "HS256", typ: "JWT", kid, ...header })}.${part(claims)}`;
  return `${said}.${createHmac("sha256", secret).update(said).digest("base64url")}`;
}

/** What every token says, and more. */
export const person = (externalId: string, more: object = {}): object => ({
  scope: "user",
  external_id: externalId,
  ...more,
});

/** A browser as it keeps its session. */
export interface Browser {
  token: string | null;
}

export interface Site {
  readonly key: SiteKey & { readonly id: IdentityKeyId };
  newKey(): Promise<SiteKey & { readonly id: IdentityKeyId }>;
  /** Whose session a browser has; begins an anonymous one where it has none. */
  whoIn(browser: Browser): Promise<WidgetPrincipal>;
  /** Null: the session has ended. */
  known(token: string | null): Promise<WidgetPrincipal | null>;
  /** `loginUser`, with any token. */
  ask(browser: Browser, jwt: string): ReturnType<typeof identifyPerson>;
  /** `loginUser`, which succeeds. */
  identify(
    browser: Browser,
    claims: object,
    by?: SiteKey,
  ): Promise<{ readonly locale: string; readonly endsIn: number | null }>;
  /** What a browser opens, the newest first. */
  opened(browser: Browser): Promise<readonly string[]>;
}

export async function openSite(world: World, brand: BrandId = world.acme.brandId): Promise<Site> {
  const newcomer = { brandId: brand, widgetLocale: null, browserLanguages: ["fr-FR"], timeZone: "Europe/Paris" };
  const newKey: Site["newKey"] = async () => {
    const { key, secret } = must(await makeIdentitySecret(world, brand));
    return { id: key.id, kid: key.kid, secret };
  };
  const known: Site["known"] = async (token) =>
    token === null
      ? null
      : world.store.transaction((tx) => tx.people.findSession(world.secrets.hashToken(token), world.clock.now()));
  const ask: Site["ask"] = async (browser, jwt) => {
    const answer = await identifyPerson(world, { ...newcomer, jwt, sessionToken: browser.token });
    if (answer.ok) browser.token = answer.value.token;
    return answer;
  };
  const key = await newKey();
  return {
    key,
    newKey,
    known,
    ask,
    async whoIn(browser) {
      browser.token ??= must(await startSession(world, newcomer)).token;
      const who = await known(browser.token);
      if (who === null) throw new Error("this browser's session has ended");
      return who;
    },
    identify: async (browser, claims, by = key) => must(await ask(browser, signedBy(by, claims))),
    async opened(browser) {
      const who = await known(browser.token);
      return who === null ? [] : (await widgetQueries(world.database.pool).list(who)).map(({ id }) => id);
    },
  };
}
