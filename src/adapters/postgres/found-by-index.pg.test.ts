/** What is asked at every mail, at every look at a list and by the health page must not cost more with every year. */
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BackOffice, backOffice, REFUSED } from "../../../test/support/back-office.ts";
import { correspond } from "../../../test/support/mail/correspondence.ts";
import { reply } from "../../../test/support/world.ts";
import { HOUR } from "../../domain/ids.ts";
import { forgetOld } from "../../usecases/retention/forget-old.ts";
import { agentQueries } from "./queries/conversation/agent-queries.ts";
import { healthQueries } from "./queries/health-queries.ts";

/** Tables of which there is more after every day. */
const GROWING =
  "agent_session|attachment|conversation|delivery|delivery_attempt|end_user|inbound_mail|job|mail_link|message|password_reset|rate_window|raw_mail|session_conversation|trigger_firing|widget_session";
const READ_WHOLE = new RegExp(String.raw`Seq Scan on (?:${GROWING})\b`);
const VIEWS = ["queue", "mine", "unassigned", "all", "solved"] as const;

let given: BackOffice;
const asked = new Set<string>();

beforeAll(async () => {
  given = await backOffice();
  const heard = new WeakSet<pg.PoolClient>();
  given.database.pool.on("acquire", (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    const query = client.query.bind(client);
    client.query = new Proxy(query, {
      apply(target, self, [first, ...rest]: unknown[]): unknown {
        asked.add(textOf(first));
        return Reflect.apply(target, self, [first, ...rest]);
      },
    });
  });
});
afterAll(() => given.dispose());

const textOf = (first: unknown): string =>
  typeof first === "object" && first !== null && "text" in first ? String(first.text) : String(first);

/** The lines of its plan that read a growing table whole, where the planner avoids that at any price. */
async function readWhole(client: pg.PoolClient, text: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain (generic_plan, costs off) ${text}`);
  return rows.map((row) => row["QUERY PLAN"].trim()).filter((line) => READ_WHOLE.test(line));
}

test("neither mail, nor a list, nor the health page reads a table that grows as a whole", async () => {
  const { pool } = given.database;
  const talk = await correspond(given);
  await talk.answers({ text: "Merci !" });
  await reply(given, talk.id, { text: "Encore un mot." });
  given.serverSays(REFUSED);
  await given.passes(HOUR);
  const agents = agentQueries(pool);
  for (const view of VIEWS) await agents.list(given.leo, { view, after: null, search: null });
  await agents.deliveries(given.leo, talk.id);
  await healthQueries(pool).health(given.leo, given.clock.now());

  await forgetOld(given);

  const statements = [...asked].filter((text) => /^\s*(?:select|insert|update|delete|with)\b/i.test(text));
  expect(statements.length).toBeGreaterThan(50);
  const client = await pool.connect();
  await client.query("set enable_seqscan = off");
  const faults: { readonly text: string; readonly plan: readonly string[] }[] = [];
  for (const text of statements) {
    // Whoever looks for a part of a word looks everywhere; without such a search that branch is not run.
    if (text.includes("ilike")) continue;
    const plan = await readWhole(client, text);
    if (plan.length > 0) faults.push({ text, plan });
  }
  client.release(true);
  expect(faults).toEqual([]);
});
