import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type BackOffice, backOffice } from "../../../test/support/back-office.ts";
import { begin, jobsOf, marie, must, reply } from "../../../test/support/world.ts";
import { type ConversationId, MINUTE } from "../../domain/ids.ts";
import type { LeasedJob } from "../../ports/job-tx.ts";
import { giveAddress } from "../conversation/give-address.ts";

let given: BackOffice;
let id: ConversationId;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  await given.database.pool.query("delete from job");
  const who = await marie(given);
  id = await begin(given, who);
  must(await giveAddress(given, who, { conversationId: id, address: `marie-${id}@example.com`, confirmed: true }));
  await reply(given, id);
  await given.database.pool.query("delete from job where kind = 'run-trigger'");
  given.clock.advance(2 * MINUTE);
  await runNext("check-continuity");
});

/** Takes what is due, and runs it; it must be one of this kind and no other. */
async function runNext(kind: LeasedJob["kind"]): Promise<void> {
  const [job, ...others] = await given.jobs.claim({ house: 9, post: 9 }, given.clock.now());
  if (job?.kind !== kind || others.length > 0) throw new Error(`due is ${job?.kind}, and ${others.length} more`);
  const again = await given.handlers[job.kind](job);
  if (again !== "removed") await given.jobs.finish(job, again);
}

const asked = async () => (await jobsOf(given, "check-continuity")).some(({ key }) => key === id);

async function note(): Promise<unknown> {
  const found = await given.database.pool.query<{ continuity: unknown }>(
    "select continuity from conversation where id = $1",
    [id],
  );
  return found.rows[0]?.continuity;
}

test("a mail that leaves nothing behind is the end of it: agents read that nothing waits, and the rule is not asked", async () => {
  expect(await note()).toMatchObject({ kind: "send" });
  await runNext("deliver-mail");
  expect(await note()).toEqual({ kind: "skip", until: null, because: "nothing-waiting", leftAt: null, missing: null });
  expect(await asked()).toBe(false);
});

test("a reply that came while it was leaving is asked about at once", async () => {
  given.serverSays(async () => {
    await reply(given, id, { text: "Et encore ceci." });
    await given.database.pool.query("delete from job where kind in ('check-continuity', 'run-trigger')");
    return { kind: "accepted", code: 250, reply: "250 2.0.0 OK" };
  });
  await runNext("deliver-mail");
  expect(await asked()).toBe(true);
});
