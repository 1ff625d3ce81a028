/**
 * The cast on real parts: Acme (the account), Ada (its first admin), Léo (agent with Chat access), Marie (end user, fr).
 * Everything goes through the use-cases, on a database of its own; the clock stands still until a test moves it.
 */
import { createStore } from "../../src/adapters/postgres/store.ts";
import { ROOM_UNKNOWN } from "../../src/adapters/system/disk-room.ts";
import { FILES_AT_MOST, type FilesAtMost } from "../../src/domain/attachments/quotas.ts";
import { createNewId } from "../../src/adapters/system/new-id.ts";
import { rateLimiter } from "../../src/adapters/postgres/sessions/rate-limiter.ts";
import { identityProver } from "../../src/adapters/system/identity-prover.ts";
import { newStoredKey, openTokenKeys } from "../../src/adapters/system/token-keys.ts";
import { systemSecrets } from "../../src/adapters/system/secrets.ts";
import { catalogueWords } from "../../src/adapters/words/catalogue-words.ts";
import { type AttachmentId, clientId, type ConversationId, type Seq, seq } from "../../src/domain/ids.ts";
import { ok, type Result } from "../../src/domain/result.ts";
import type { AgentIdentity } from "../../src/domain/people/roles.ts";
import type { WidgetPrincipal } from "../../src/domain/sessions/session.ts";
import type { TokenKeys } from "../../src/domain/mail/reply-address.ts";
import type { IdentityProver } from "../../src/ports/sessions/identity-keys.ts";
import type { RateLimiter } from "../../src/ports/rate-limiter.ts";
import type { Notice } from "../../src/ports/bus.ts";
import type { JobKind } from "../../src/ports/job-tx.ts";
import type { Store } from "../../src/ports/store.ts";
import type { DiskRoom, NewId, Secrets } from "../../src/ports/system.ts";
import type { Words } from "../../src/ports/words.ts";
import { postMessage } from "../../src/usecases/conversation/post-message.ts";
import { postReply } from "../../src/usecases/conversation/post-reply.ts";
import { startConversation } from "../../src/usecases/conversation/start-conversation.ts";
import { startSession } from "../../src/usecases/sessions/start-session.ts";
import { addTeamMember } from "../../src/usecases/people/add-team-member.ts";
import { setUpAccount, type SetUp } from "../../src/usecases/settings/set-up-account.ts";
import { type TestClock, testClock } from "./clock.ts";
import { freshDatabase, type TestDatabase } from "./servers/database.ts";

/** A database, and what use-cases are given; nothing in it yet. */
export interface EmptyWorld {
  readonly database: TestDatabase;
  readonly store: Store;
  readonly clock: TestClock;
  readonly newId: NewId;
  readonly secrets: Secrets;
  readonly words: Words;
  /** Mail gets out. */
  readonly hasRelay: boolean;
  readonly keys: TokenKeys;
  readonly limiter: RateLimiter;
  readonly identityProver: IdentityProver;
  /** There is room. */
  readonly room: DiskRoom;
  readonly filesAtMost: FilesAtMost;
  /** What has rung so far, in order. */
  readonly notices: readonly Notice[];
  dispose(): Promise<void>;
}

export interface World extends EmptyWorld {
  readonly acme: SetUp;
  readonly ada: AgentIdentity;
  readonly leo: AgentIdentity;
}

export const PASSWORD = "correct horse battery";
export const ADA = "ada@acme.example";
export const LEO = "leo@acme.example";
/** Where somebody signs in who has never been here: no cookie of ours, no session. */
export const NEW_BROWSER = { from: { network: "198.51.100.7", userAgent: null }, cookie: null, before: null };
export const SUPPORT = "help@acme.example";

/** Passwords that cost nothing: hashing for real takes a fifth of a second each. */
const QUICK_SECRETS: Secrets = {
  ...systemSecrets,
  hashPassword: (password) => Promise.resolve(ok(`quick$${password}`)),
  verifyPassword: (password, hash) => Promise.resolve(ok(hash === `quick$${password}` ? "right" : "wrong")),
  isCommonPassword: () => Promise.resolve(ok(false)),
};

const WORDS = catalogueWords(new URL("../../locales/server/", import.meta.url));
/** Of the widget, as the server reads them. */
export const WIDGET_WORDS = catalogueWords(new URL("../../locales/widget/", import.meta.url));

export async function emptyWorld(): Promise<EmptyWorld> {
  const database = await freshDatabase();
  const clock = testClock();
  const newId = createNewId(() => clock.now());
  const notices: Notice[] = [];
  const store = createStore({ pool: database.pool, newId, publish: (rung) => notices.push(...rung) });
  return {
    database,
    store,
    clock,
    newId,
    secrets: QUICK_SECRETS,
    words: WORDS,
    hasRelay: true,
    keys: openTokenKeys([newStoredKey(1, null)], null),
    limiter: rateLimiter(database.pool),
    identityProver: identityProver(null),
    room: ROOM_UNKNOWN,
    filesAtMost: FILES_AT_MOST,
    notices,
    dispose: () => database.dispose(),
  };
}

/** Acme is set up: messaging on, support address there, Ada and Léo have Chat access. The switch is off. */
export async function freshWorld(): Promise<World> {
  const world = await emptyWorld();
  const acme = must(
    await setUpAccount(world, {
      code: null,
      accountName: "Acme",
      timeZone: "Europe/Paris",
      locale: "en",
      brandName: null,
      supportAddress: SUPPORT,
      admin: { name: "Ada", email: ADA, password: PASSWORD },
    }),
  );
  const leo = await addAgent(world, { name: "Léo", email: LEO });
  return { ...world, acme, ada: { id: acme.agentId, name: "Ada", role: "admin", chatAccess: true }, leo };
}

interface Member {
  readonly name: string;
  readonly email: string;
  readonly role?: AgentIdentity["role"];
  readonly chatAccess?: boolean;
}

/** A team member who has chosen `PASSWORD`, by default an agent with Chat access. */
export async function addAgent(world: EmptyWorld, member: Member): Promise<AgentIdentity> {
  const { name, email, role = "agent", chatAccess = true } = member;
  const { id } = must(await addTeamMember(world, { name, email, role, chatAccess }, "https://desk.acme.example"));
  const passwordHash = must(await world.secrets.hashPassword(PASSWORD));
  await world.store.transaction((tx) => tx.people.updateAgent(id, { passwordHash }));
  return { id, name, role, chatAccess: role !== "light-agent" && chatAccess };
}

/** Marie's browser, with a session of its own. */
export async function marie(world: World): Promise<WidgetPrincipal> {
  const started = must(
    await startSession(world, {
      brandId: world.acme.brandId,
      widgetLocale: null,
      browserLanguages: ["fr-FR", "en"],
      timeZone: "Europe/Paris",
    }),
  );
  const found = await world.store.transaction((tx) =>
    tx.people.findSession(world.secrets.hashToken(started.token), world.clock.now()),
  );
  if (found === null) throw new Error("Marie's session was not kept");
  return found;
}

/** The conversation that somebody (by default a new Marie) begins in the widget. */
export async function begin(
  world: World,
  who: WidgetPrincipal | null = null,
  text = "Bonjour, où est ma commande ?",
): Promise<ConversationId> {
  const first = { clientId: newClientId(world), text, pageUrl: "https://shop.example/cart" };
  return must(await startConversation(world, who ?? (await marie(world)), first));
}

interface Said {
  readonly text?: string;
  readonly attachments?: readonly AttachmentId[];
}

/** The end user goes on writing in the widget, having seen what `shownUpTo` says. */
export async function write(
  world: World,
  who: WidgetPrincipal,
  id: ConversationId,
  { text = "Merci", shownUpTo = 0, attachments = [] }: Said & { readonly shownUpTo?: number } = {},
): Promise<Seq> {
  const post = { conversationId: id, clientId: newClientId(world), text, attachments, shownUpTo: seq(shownUpTo) };
  return must(await postMessage(world, who, post)).seq;
}

/** Léo (or another agent) replies. */
export async function reply(
  world: World,
  id: ConversationId,
  {
    by = world.leo,
    text = "Elle est partie hier.",
    attachments = [],
    ...rest
  }: Said & {
    readonly by?: AgentIdentity;
    readonly status?: "open" | "pending" | "on-hold" | "solved";
  } = {},
): Promise<Seq> {
  const post = { conversationId: id, clientId: newClientId(world), text, attachments, visibility: "public" as const };
  return must(await postReply(world, by, { ...post, status: rest.status ?? null })).seq;
}

/** What has become of one reply, and why: `waiting`, `withheld: switched-off` … */
export async function fateOf(world: EmptyWorld, id: ConversationId, at: Seq): Promise<string> {
  const found = await world.database.pool.query<{ fate: string; fate_because: string | null }>(
    "select fate, fate_because from message where conversation_id = $1 and seq = $2",
    [id, at],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error(`conversation ${id} has no message ${at}`);
  return row.fate_because === null ? row.fate : `${row.fate}: ${row.fate_because}`;
}

export interface JobRow {
  readonly key: string;
  readonly payload: Readonly<Record<string, string | number>>;
  readonly due_at: number;
}

/** The jobs of one kind that wait, by key. */
export async function jobsOf(world: EmptyWorld, kind: JobKind): Promise<readonly JobRow[]> {
  const found = await world.database.pool.query<JobRow>(
    "select key, payload, due_at from job where kind = $1 and dead_at is null order by key",
    [kind],
  );
  return found.rows;
}

/** Takes the jobs of one kind away, as a worker does that is about to run them. */
export async function takeJobs(world: EmptyWorld, kind: JobKind): Promise<readonly JobRow[]> {
  const taken = await world.database.pool.query<JobRow>(
    "delete from job where kind = $1 and dead_at is null returning key, payload, due_at",
    [kind],
  );
  return taken.rows;
}

/**
 * Whether `work` waits while another transaction holds the account: then two of its kind come one after the other.
 * The other lets go before this answers, and `work` is done.
 */
export async function waitsForAccount(world: EmptyWorld, work: () => Promise<unknown>): Promise<boolean> {
  const { pool } = world.database;
  const other = await pool.connect();
  await other.query("begin");
  await other.query("select 1 from account for update");
  const progress = { isDone: false };
  const done = work().then(() => (progress.isDone = true));
  let isWaiting = false;
  while (!progress.isDone && !isWaiting) {
    const waiting = await pool.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    isWaiting = waiting.rowCount === 1;
  }
  await other.query("commit");
  other.release();
  await done;
  return isWaiting;
}

/** The value of a success; a refusal fails the test with its code. */
export function must<T>(result: Result<T, { readonly code: string; readonly message: string }>): T {
  if (!result.ok) throw new Error(`refused: ${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** What names a message that is sent, however often. */
export const newClientId = (world: EmptyWorld) => clientId(`test-${world.newId()}`);
