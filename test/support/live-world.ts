/**
 * The cast on a database that real servers work on, by the real clock: Acme is set up, the switch is on, its delays are
 * a moment. Léo is its admin and signed in.
 */
import { createStore } from "../../src/adapters/postgres/store.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createNewId } from "../../src/adapters/system/new-id.ts";
import { systemSecrets } from "../../src/adapters/system/secrets.ts";
import type { ContinuityDelays } from "../../src/domain/continuity/continuity.ts";
import { HOUR, millis } from "../../src/domain/ids.ts";
import type { BrandId, ConversationId } from "../../src/domain/ids.ts";
import { ok } from "../../src/domain/result.ts";
import type { Store } from "../../src/ports/store.ts";
import type { Secrets } from "../../src/ports/system.ts";
import { markRead } from "../../src/usecases/conversation/mark-read.ts";
import { addTeamMember } from "../../src/usecases/people/add-team-member.ts";
import { setUpAccount } from "../../src/usecases/settings/set-up-account.ts";
import { tokenOf } from "./doors/signed-in.ts";
import { freshDatabase, type TestDatabase } from "./servers/database.ts";
import { until } from "./until.ts";
import { must } from "./world.ts";

/** An account that is set up. */
export interface Acme {
  readonly store: Store;
  readonly brandId: BrandId;
  /** The token of Léo's sign-in. */
  readonly leo: string;
}

export interface LiveWorld extends Acme {
  readonly database: TestDatabase;
  dispose(): Promise<void>;
}

export const MAIL_DOMAIN = "acme.example";
export const SUPPORT = `help@${MAIL_DOMAIN}`;

const MOMENT = millis(50);
/** Whoever is gone is mailed at once; whoever is there is not mailed for an hour. */
export const QUICK_DELAYS: ContinuityDelays = {
  inactiveAfter: HOUR,
  goneAfter: MOMENT,
  byMailAfter: MOMENT,
  finishedWhileConnectedAfter: HOUR,
  settleFor: MOMENT,
  settleAtMost: millis(500),
  betweenMails: MOMENT,
  reconnectWithin: MOMENT,
};

/** Nobody signs in by password here; hashing for real takes a fifth of a second. */
const SECRETS: Secrets = {
  ...systemSecrets,
  hashPassword: (password) => Promise.resolve(ok(`quick$${password}`)),
  isCommonPassword: () => Promise.resolve(ok(false)),
};

/** `given`: a database of the test's own, with nothing in it; `dispose` ends it. */
export async function liveWorld(given?: TestDatabase): Promise<LiveWorld> {
  const database = given ?? (await freshDatabase());
  return { database, ...(await foundAcme(database, QUICK_DELAYS)), dispose: () => database.dispose() };
}

/** Sets the account up, in a database that has nothing but tables. */
export async function foundAcme({ pool }: Pick<TestDatabase, "pool">, delays: ContinuityDelays): Promise<Acme> {
  const newId = createNewId(() => systemClock.now());
  const store = createStore({ pool, newId, publish: () => undefined });
  const acme = must(
    await setUpAccount(
      { store, clock: systemClock, newId, secrets: SECRETS },
      {
        code: null,
        accountName: "Acme",
        timeZone: "Europe/Paris",
        locale: "en",
        brandName: null,
        supportAddress: SUPPORT,
        admin: { name: "Léo", email: `leo@${MAIL_DOMAIN}`, password: "correct horse battery" },
      },
    ),
  );
  await store.transaction((tx) =>
    // Not by the admin center: it would bring the trigger along that asks for addresses, and ask for whole seconds.
    tx.settings.updateAccount({ continuityOn: true, continuityOnSince: systemClock.now(), delays }),
  );
  return { store, brandId: acme.brandId, leo: acme.token };
}

/** Another agent with Chat access; answers the token of their sign-in. */
export async function hire({ store }: LiveWorld, name: string): Promise<string> {
  const newId = createNewId(() => systemClock.now());
  const deps = { store, clock: systemClock, newId, secrets: SECRETS };
  const person = { name, email: `${name}@${MAIL_DOMAIN}`, role: "agent", chatAccess: true } as const;
  const { id } = must(await addTeamMember(deps, person, "http://localhost"));
  return tokenOf(deps, id);
}

/** So much time goes by that whoever died holds no job any more. */
export async function leasesLapse({ database }: LiveWorld): Promise<void> {
  await database.pool.query("update job set lease_until = 0, due_at = 0 where lease_until is not null");
}

/** Nothing is left to do now: every mail has left or will not, every mail that came in has been read. */
export async function quiet({ database }: LiveWorld): Promise<void> {
  await until("no job is left", async () => {
    const found = await database.pool.query<{ left: number }>(
      `select (select count(*) from job where kind in ('check-continuity', 'deliver-mail', 'receive-email'))
            + (select count(*) from inbound_mail where state = 'stored') as left`,
    );
    return found.rows[0]?.left === 0;
  });
}

/** What this visitor sees now is read; committed as by a process beside those of the test. */
export async function readEverything({ store }: LiveWorld, token: string, id: ConversationId): Promise<void> {
  const hash = SECRETS.hashToken(token);
  const principal = await store.transaction((tx) => tx.people.findSession(hash, systemClock.now()));
  const head = await store.hot.loadHead(id);
  if (principal === null || head === null) throw new Error("nobody is there to read, or nothing");
  await markRead({ store, clock: systemClock }, principal, { conversationId: id, upTo: head.seq });
}

export interface StoredMessage {
  readonly seq: number;
  readonly body: string;
  readonly cut: string | null;
  readonly channel: "messaging" | "email";
  readonly author_kind: "end-user" | "agent" | "system";
  readonly another_sender: string | null;
  readonly client_id: string | null;
  readonly fate: string | null;
}

/** Throws where a seq is missing or counted that is not there. In one statement: a message may be posted this moment. */
export async function messagesOf(
  { database }: { readonly database: Pick<TestDatabase, "pool"> },
  id: ConversationId,
): Promise<readonly StoredMessage[]> {
  const found = await database.pool.query<{ last: number; messages: readonly StoredMessage[] }>(
    `select conversation.seq as last, array(
       select json_build_object('seq', seq, 'body', body, 'cut', cut, 'channel', channel, 'author_kind', author_kind,
         'another_sender', another_sender, 'client_id', client_id, 'fate', fate)
       from message where conversation_id = $1 order by seq) as messages
     from conversation where id = $1`,
    [id],
  );
  const { last = 0, messages = [] } = found.rows[0] ?? {};
  const seqs = messages.map(({ seq }) => seq);
  const expected = Array.from({ length: last }, (_, index) => index + 1);
  if (JSON.stringify(seqs) !== JSON.stringify(expected)) throw new Error(`seqs with a gap: ${seqs.join(" ")}`);
  return messages;
}
