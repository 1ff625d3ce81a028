import type { TokenKeys } from "../../domain/mail/reply-address.ts";
import type { Agent } from "../../domain/people/agent.ts";
import { DEMO_SIGN_IN } from "../../domain/settings/demo.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { browserOf } from "../../domain/sessions/known-browser.ts";
import { countersOf } from "../../domain/sessions/lock-out.ts";
import type { OpenedFrom } from "../../domain/sessions/session.ts";
import { countGuess } from "../../steps/sessions/count-guess.ts";
import { endAgentSessions } from "../../steps/sessions/end-agent-sessions.ts";
import { type OpenedSession, openAgentSession } from "../../steps/sessions/open-agent-session.ts";
import type { RateLimiter } from "../../ports/rate-limiter.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Secrets;
  readonly keys: TokenKeys;
  readonly limiter: RateLimiter;
}

/** The browser in which somebody signs in. */
interface SigningBrowser {
  readonly from: OpenedFrom;
  /** The cookie by which it is known again (`known-browser.ts`); null: it has none. */
  readonly cookie: string | null;
  /** The hash of the token of the session that it has open: it ends. Null: none. */
  readonly before: Uint8Array | null;
}

interface Given {
  readonly email: string;
  readonly password: string;
  readonly browser: SigningBrowser;
}

/**
 * Opens a session for a team member. Refuses sign-in-failed, never saying which half was wrong, and taking as long for
 * an unknown or inactive person as for a known one; rate-limited after too many failures (`lock-out.ts`), too-busy where
 * too many sign in at once.
 */
export async function signIn(deps: Deps, given: Given): Promise<Result<OpenedSession, Refusal>> {
  const email = given.email.trim();
  // Both at every try: hashes of before cost otherwise, and as many unknown addresses as known ones cost like them.
  const { agent, lent } = await deps.store.transaction(async (tx) => ({
    agent: await tx.people.findAgent({ email }),
    lent: await tx.people.lendHash(email),
  }));
  const known = agent === null ? null : browserOf(given.browser.cookie, agent.id, deps.keys);
  const counters = countersOf({ email: given.email, network: given.browser.from.network, browser: known });
  const counted = await countGuess(deps.limiter, counters, deps.clock.now());
  if (!counted.ok) return counted;
  const opened = await open(deps, { agent, hash: agent?.passwordHash ?? lent }, given);
  if (opened.ok || opened.error.code !== "sign-in-failed") await counted.value.giveBack();
  else await noteFailure(deps, given, agent);
  return opened;
}

/** The address as it was typed, whosever it is: that is what tells a slip from an attack. How many there are, the counters bound. */
function noteFailure({ store, clock }: Deps, { email }: Given, agent: Agent | null): Promise<void> {
  const subject = { id: agent?.id ?? null, name: email };
  return store.transaction((tx) => tx.audit.record({ at: clock.now(), kind: "sign-in-failed", subject }));
}

interface Candidate {
  readonly agent: Agent | null;
  /** What the password is compared with: of an unknown person, somebody's, which opens nothing. */
  readonly hash: string | null;
}

async function open(deps: Deps, { agent, hash }: Candidate, given: Given): Promise<Result<OpenedSession, Refusal>> {
  const { secrets } = deps;
  // Hashing takes its time, and its turn: never inside a transaction.
  const verified = await secrets.verifyPassword(given.password, hash);
  if (!verified.ok) return verified;
  if (agent === null || !agent.active || verified.value === "wrong") return failed();
  const renewed = verified.value === "right-but-old" ? await secrets.hashPassword(given.password) : null;
  return deps.store.transaction(async (tx) => {
    // Meanwhile they may have been deactivated, or the password changed: what that ended must not open after it.
    const now = await tx.people.lockAgent(agent.id);
    if (now === null || !now.active || now.passwordHash !== agent.passwordHash) return failed();
    if (given.password === DEMO_SIGN_IN.password && !(await tx.firstRun.isDemo())) return failed();
    // Where the queue was full it stays as it is until the next time.
    if (renewed?.ok === true) await tx.people.updateAgent(agent.id, { passwordHash: renewed.value });
    const { from, before } = given.browser;
    if (before !== null) await endAgentSessions(tx, { tokenHash: before }, deps.clock.now());
    const { id, name } = agent;
    await tx.audit.record({ at: deps.clock.now(), kind: "signed-in", subject: null, by: { id, name } });
    return ok(await openAgentSession(deps, tx, { agentId: agent.id, from }));
  });
}

const failed = (): Result<never, Refusal> => refuse("sign-in-failed", "No team member has this address and password.");
