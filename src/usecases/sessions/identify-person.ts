import { noChange } from "../../domain/change.ts";
import {
  type BrandId,
  endUserId,
  type EndUserId,
  type IdentityKeyId,
  type Locale,
  type Millis,
  millis,
  sessionId,
} from "../../domain/ids.ts";
import { chooseLocale } from "../../domain/locale.ts";
import { type Newcomer, profileOf } from "../../domain/people/newcomer.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { signedSessionEnds } from "../../domain/sessions/session.ts";
import {
  type Identity,
  IDENTITY_FAULTS,
  identityRefused,
  namedKey,
  readIdentity,
  readIdentityHeader,
} from "../../domain/sessions/signed-identity.ts";
import { decideJoining, decideSigningIn } from "../../domain/sessions/signing-in.ts";
import type { Account } from "../../domain/settings/settings.ts";
import type { HeldSession, SignedSession } from "../../ports/sessions/identities.ts";
import type { IdentityProver } from "../../ports/sessions/identity-keys.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Secrets;
  readonly identityProver: IdentityProver;
}

interface Asked extends Newcomer {
  readonly brandId: BrandId;
  /** What the site has signed. */
  readonly jwt: string;
  /** The session of this browser; null: it has none. */
  readonly sessionToken: string | null;
}

interface Identified {
  readonly token: string;
  readonly endUserId: EndUserId;
  readonly locale: Locale;
  /** In how long the site is to be asked again, whatever the browser's clock says; null: its token does not end. */
  readonly endsIn: Millis | null;
}

/**
 * `loginUser`: the site says, by a token that it has signed, who is before this browser. The session becomes that person's,
 * with what it began; whoever else was signed in here is signed out (product.md §5.5). Refuses identity-refused, whose
 * message says what is wrong with the token.
 */
export function identifyPerson(deps: Deps, asked: Asked): Promise<Result<Identified, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const account = await tx.settings.findAccount();
    const brand = (await tx.settings.loadBrands()).find((each) => each.id === asked.brandId);
    if (account === null || brand === undefined)
      return refuse("not-found", "There is no such brand: check data-brand.");
    if (!brand.messagingOn) return refuse("messaging-off", "Messaging is off for this brand.");

    const proved = await prove(deps, tx, asked);
    if (!proved.ok) return noted(deps, tx, asked, proved.error);
    const read = readIdentity(proved.value.claims, now);
    if (!read.ok) return noted(deps, tx, asked, read.error);
    const { value: identity } = read;
    const user = await takePerson(deps, tx, { asked, identity, account });
    const expiresAt = signedSessionEnds(now, identity.until);
    const signed = { endUserId: user.endUserId, signedBy: proved.value.key, expiresAt, now };
    const token = await signIn(deps, tx, { asked, signed });
    await tx.identityKeys.noteUse(proved.value.key, now);
    return ok({ ...user, token, endsIn: identity.until === null ? null : millis(identity.until - now) });
  });
}

/** The token's claims, and the key that proves that they are the site's. */
async function prove(
  { identityProver }: Deps,
  tx: Tx,
  { brandId, jwt }: Asked,
): Promise<Result<{ readonly claims: unknown; readonly key: IdentityKeyId }, Refusal>> {
  const token = identityProver.read(jwt);
  if (token === null)
    return identityRefused("shape", "This is no JSON Web Token: three parts of base64url, with dots.");
  const named = readIdentityHeader(token.header);
  if (!named.ok) return named;
  const { kid, algorithm } = named.value;
  const key = await tx.identityKeys.find(brandId, kid);
  if (key === null) {
    return identityRefused("key-unknown", "No active key of this brand has the token's kid: Channels › Messaging.");
  }
  if (key.algorithm !== algorithm) {
    return identityRefused("algorithm", `This key verifies ${key.algorithm}, and the token says ${algorithm}.`);
  }
  return identityProver.isSignedBy(key, jwt)
    ? ok({ claims: token.claims, key: key.id })
    : identityRefused("signature", "The signature is not by this key, or the token was changed after it was signed.");
}

/** Remembers why nobody was signed in, for the admin who looks for it; never the token. */
async function noted(
  { identityProver, clock }: Deps,
  tx: Tx,
  { brandId, jwt }: Asked,
  refusal: Refusal,
): Promise<Result<never, Refusal>> {
  const reason = IDENTITY_FAULTS.find((each) => each === refusal.details?.["reason"]);
  const kid = namedKey(identityProver.read(jwt)?.header);
  if (reason !== undefined) await tx.identityKeys.noteRefusal(brandId, { kid, reason, at: clock.now() });
  return err(refusal);
}

interface Named {
  readonly asked: Asked;
  readonly identity: Identity;
  readonly account: Account;
}

async function takePerson(
  deps: Deps,
  tx: Tx,
  { asked, identity, account }: Named,
): Promise<Pick<Identified, "endUserId" | "locale">> {
  const profile = profileOf(asked, account, identity.locale);
  const fresh = { id: endUserId(deps.newId()), ...profile, now: deps.clock.now() };
  const user = await tx.identities.takePerson(identity, fresh);
  const claimed = chooseLocale([identity.locale], account.locales);
  if (claimed !== null && claimed !== user.locale) await tx.identities.setLocale(user.id, claimed);
  return { endUserId: user.id, locale: claimed ?? user.locale };
}

interface Signing {
  readonly asked: Asked;
  readonly signed: SignedSession;
}

/** Answers the token by which the browser is known from now on. */
async function signIn(deps: Deps, tx: Tx, { asked, signed }: Signing): Promise<string> {
  const { secrets } = deps;
  const held =
    asked.sessionToken === null
      ? null
      : await tx.identities.holdSession(secrets.hashToken(asked.sessionToken), signed.now);
  const before = held?.brandId === asked.brandId ? held : null;
  const what = decideSigningIn(before, signed.endUserId);
  if (before !== null && asked.sessionToken !== null && what === "goes-on") {
    await tx.identities.prolongSession(before.sessionId, signed);
    await tx.identities.openTheirs(before.sessionId);
    return asked.sessionToken;
  }
  // A new one at every change of who it is: whoever knew the former knows nothing of this.
  const token = secrets.newToken();
  const hash = secrets.hashToken(token);
  if (before !== null && what === "joins") {
    await tx.identities.takeSession(before.sessionId, hash, signed);
    await join(tx, before, signed);
    await tx.identities.openTheirs(before.sessionId);
    return token;
  }
  if (before !== null) await tx.people.revokeSession(before.sessionId, signed.now);
  const id = sessionId(deps.newId());
  await tx.identities.insertSession(id, asked.brandId, hash, signed);
  await tx.identities.openTheirs(id);
  return token;
}

/** What the session opens follows it, or is let go (product.md §5.5). */
async function join(tx: Tx, { sessionId: session, endUserId: was }: HeldSession, { endUserId: person }: SignedSession) {
  for (const opened of await tx.identities.loadOpened(session)) {
    const becomes = decideJoining(opened, person);
    if (becomes === "goes") await tx.identities.letGo(session, opened.id);
    if (becomes !== "joins") continue;
    const locked = await tx.conversations.lock(opened.id);
    if (locked?.head.endUserId !== opened.endUserId) continue;
    await tx.conversations.apply(locked, { ...noChange(opened.id), head: { endUserId: person } });
  }
  await tx.identities.forgetAnonymous(was, person);
}
