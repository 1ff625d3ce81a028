/** A house with something at every address of the contract, its real server, and everyone who might ask. */
import { createHmac } from "node:crypto";
import type { Route } from "../../../contract/route.ts";
import { addressOf, type Place } from "../../../contract/address.ts";
import { attachmentId, type ConversationId } from "../../../src/domain/ids.ts";
import type { AgentIdentity } from "../../../src/domain/people/roles.ts";
import type { WidgetPrincipal } from "../../../src/domain/sessions/session.ts";
import type { RunningServer } from "../../../src/compose/server.ts";
import { unreachable } from "../../../src/domain/result.ts";
import { AGENT_COOKIE } from "../../../src/transport/edge/cookies.ts";
import { blockSender } from "../../../src/usecases/people/block-sender.ts";
import { saveSchedule } from "../../../src/usecases/schedules/save-schedule.ts";
import { makeIdentitySecret } from "../../../src/usecases/sessions/keep-identity-keys.ts";
import { type BackOffice, backOffice, UNPROVED } from "../../support/back-office.ts";
import { tokenOf as signedIn } from "../../support/doors/signed-in.ts";
import { multipart, picture, plain } from "../../support/mail/mail-parts.ts";
import { runOn } from "../../support/servers/running.ts";
import { addAgent, begin, marie, must, reply } from "../../support/world.ts";
import type { Principal } from "./principals.ts";

const WEBHOOK_SECRET = "a secret of whoever hands mail over";
const MAIL = "From: a@example.org\r\nTo: help@acme.example\r\nSubject: Hello\r\n\r\nHello\r\n";
/** To nobody who is here, and with a file. */
const STRAY = [
  "From: x@example.org",
  "To: nobody@acme.example",
  "Subject: Hello",
  "Message-ID: <stray@example.org>",
  "MIME-Version: 1.0",
  ...multipart("mixed", plain("Hello"), picture(null)),
];
const NIGHT = [{ from: 0, to: 360 }];
const NIGHTS = {
  name: "Nights",
  timeZone: "Europe/Paris",
  week: { monday: NIGHT, tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: NIGHT },
  holidays: [],
};
const FROM_OUR_PAGE = { "x-ariane-request": "1" };

/** The ids of what is there, by the names that bodies and addresses need. */
export type Facts = Readonly<
  Record<
    | "conversation"
    | "file"
    | "brand"
    | "mail"
    | "block"
    | "trigger"
    | "schedule"
    | "support"
    | "member"
    | "job"
    | "identityKey",
    string
  >
>;

/** What a request of a route holds, so that nothing but its asker can be wrong with it. */
export interface Example extends Place {
  readonly body?: unknown;
}

/** What was said: the code of a refusal; null: it was none. */
export interface Said {
  readonly status: number;
  readonly code: string | null;
  readonly cors: string | null;
}

export interface AccessHouse {
  readonly facts: Facts;
  ask(route: Route, who: Principal, example: Example): Promise<Said>;
  /** What is kept, but for what goes by time and for sessions that `ask` opens. */
  digest(): Promise<string>;
  close(): Promise<void>;
}

interface Cast extends Readonly<Record<"zoe" | "ida", AgentIdentity>> {
  readonly office: BackOffice;
  readonly server: RunningServer;
  readonly marie: WidgetPrincipal;
  readonly stranger: WidgetPrincipal;
}

export async function openAccessHouse(): Promise<AccessHouse> {
  const office = await backOffice();
  const owner = await marie(office);
  const id = await begin(office, owner);
  const stranger = await marie(office);
  await begin(office, stranger);
  const server = await runOn(office.database, { clock: office.clock, webhookSecret: WEBHOOK_SECRET });
  const cast = {
    office,
    server,
    marie: owner,
    stranger,
    zoe: await addAgent(office, { name: "Zoé", email: "zoe@acme.example", chatAccess: false }),
    ida: await addAgent(office, { name: "Ida", email: "ida@acme.example", role: "light-agent" }),
  };
  const facts = await furnish(cast, id);
  return {
    facts,
    ask: (route, who, example) => ask(cast, { route, who, example }),
    digest: () => digest(office),
    async close() {
      await server.stop();
      await office.dispose();
    },
  };
}

async function furnish({ office, server }: Cast, id: ConversationId): Promise<Facts> {
  const { pool } = office.database;
  const one = async (sql: string, values: readonly string[] = []): Promise<string> => {
    const found = await pool.query<{ id: string }>(sql, [...values]);
    const [row] = found.rows;
    if (row === undefined) throw new Error(`nothing is there: ${sql}`);
    return row.id;
  };
  const sent = await fetch(`http://localhost:${server.port}/api/agent/attachments`, {
    method: "POST",
    headers: { ...FROM_OUR_PAGE, cookie: await cookieOf(office, office.leo), "content-type": "text/plain" },
    body: "a file",
  });
  const { id: file }: { readonly id: string } = JSON.parse(await sent.text());
  await reply(office, id, { attachments: [attachmentId(file)] });
  await office.arrives({ from: "x@example.org", to: "nobody@acme.example", raw: STRAY.join("\r\n"), proof: UNPROVED });
  must(await blockSender(office, office.ada, "spam.example"));
  const member = await addAgent(office, { name: "Noé", email: "noe@acme.example" });
  return {
    conversation: id,
    file,
    brand: office.acme.brandId,
    mail: await one("select id from inbound_mail where state = 'triage' limit 1"),
    block: await one("select id from blocked_sender limit 1"),
    trigger: await one(`select id from "trigger" limit 1`),
    schedule: must(await saveSchedule(office, { ...NIGHTS, of: null })),
    support: await one("select id from support_address limit 1"),
    member: member.id,
    identityKey: must(await makeIdentitySecret(office, office.acme.brandId)).key.id,
    job: await one(
      `insert into job (id, kind, key, due_at, attempts, dead_at, last_error)
       values ($1, 'check-continuity', 'dead', 0, 12, 1, 'broken') returning id`,
      [office.newId()],
    ),
  };
}

interface Asking {
  readonly route: Route;
  readonly who: Principal;
  readonly example: Example;
}

async function ask(cast: Cast, { route, who, example }: Asking): Promise<Said> {
  const isFile = route.body !== null && "kind" in route.body;
  const raw = isFile ? MAIL : example.body === undefined ? null : JSON.stringify(example.body);
  const type = raw === null ? {} : { "content-type": isFile ? "message/rfc822" : "application/json" };
  const answer = await fetch(`http://localhost:${cast.server.port}${addressOf(route, example)}`, {
    method: route.method,
    headers: { ...type, ...(await headersOf(cast, who)) },
    body: raw,
    redirect: "manual",
  });
  const text = await answer.text();
  const cors = answer.headers.get("access-control-allow-origin");
  if (answer.status < 400) return { status: answer.status, code: null, cors };
  const { code }: { readonly code: string } = JSON.parse(text);
  return { status: answer.status, code, cors };
}

/** Every session is as new as the request: whichever was asked before may have ended it. */
async function headersOf(cast: Cast, who: Principal): Promise<Readonly<Record<string, string>>> {
  const { office, ida, zoe } = cast;
  const our = async (agent: AgentIdentity) => ({ ...FROM_OUR_PAGE, cookie: await cookieOf(office, agent) });
  switch (who) {
    case "nobody":
      return FROM_OUR_PAGE;
    case "marie":
    case "stranger":
      return { ...FROM_OUR_PAGE, authorization: `Bearer ${await tokenOf(office, cast[who])}` };
    case "marie-elsewhere":
      return { origin: "https://evil.example", authorization: `Bearer ${await tokenOf(office, cast.marie)}` };
    case "light":
      return our(ida);
    case "no-chat":
      return our(zoe);
    case "agent":
      return our(office.leo);
    case "admin":
      return our(office.ada);
    case "admin-elsewhere":
      return { ...(await our(office.ada)), origin: "https://evil.example" };
    case "admin-by-form":
      return { cookie: await cookieOf(office, office.ada) };
    case "provider":
      return signed(office);
    default:
      return unreachable(who);
  }
}

function signed({ clock }: BackOffice): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(clock.now() / 1_000));
  const signature = createHmac("sha256", WEBHOOK_SECRET).update(`${timestamp}.${MAIL}`).digest("hex");
  return { ...FROM_OUR_PAGE, "x-ariane-timestamp": timestamp, "x-ariane-signature": `sha256=${signature}` };
}

async function tokenOf({ secrets, database }: BackOffice, { sessionId }: WidgetPrincipal): Promise<string> {
  const token = secrets.newToken();
  const hash = Buffer.from(secrets.hashToken(token));
  await database.pool.query("update widget_session set token_hash = $2 where id = $1", [sessionId, hash]);
  return token;
}

const cookieOf = async (office: BackOffice, agent: AgentIdentity): Promise<string> =>
  `${AGENT_COOKIE}=${await signedIn(office, agent.id)}`;

/**
 * The security log tells of refusals, and admins of the tokens among them; `process` beats, `uptime` follows it, a rate window counts; the sessions' tokens are those of `ask`; what other
 * sites asked for the widget is remembered of whoever was turned away.
 */
const NOT_COMPARED = [
  "audit_event",
  "identity_refusal",
  "process",
  "uptime",
  "rate_window",
  "agent_session",
  "widget_sighting",
];

async function digest({ database: { pool } }: BackOffice): Promise<string> {
  const tables = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> all($1)",
    [NOT_COMPARED],
  );
  const parts = tables.rows.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(md5((to_jsonb(t) - 'token_hash')::text), '' order by (to_jsonb(t) - 'token_hash')::text), '')) as rows from "${name}" t`,
  );
  const found = await pool.query<{ name: string; rows: string }>(`${parts.join(" union all ")} order by name`);
  return found.rows.map(({ name, rows }) => `${name} ${rows}`).join("\n");
}
