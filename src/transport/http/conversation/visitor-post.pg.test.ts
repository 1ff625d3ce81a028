/** What a visitor's post costs at the database, counted on the wire between a whole server and PostgreSQL. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { desk, visit, type Visitor } from "../../../../test/support/doors/doors.ts";
import { type LiveWorld, liveWorld } from "../../../../test/support/live-world.ts";
import { meteredLine, type MeteredLine } from "../../../../test/support/servers/metered-line.ts";
import { run, type Running } from "../../../../test/support/servers/running.ts";
import type { ConversationId } from "../../../domain/ids.ts";

let given: LiveWorld;
let line: MeteredLine<LiveWorld["database"]["connection"]>;
let server: Running;

beforeAll(async () => {
  given = await liveWorld();
  line = await meteredLine(given.database.connection);
  const metered = { ...given, database: { ...given.database, connection: line.connection } };
  server = await run(metered, { smtpUrl: "smtp://127.0.0.1:9", processJobs: false });
});
afterAll(async () => {
  await server.stop();
  line.close();
  await given.dispose();
});

const POSTS = 9;

/** The round trips of a post, its notice to other processes too; the median, as a process now and then does other things. */
async function roundTrips(visitor: Visitor, id: ConversationId, shownUpTo: () => Promise<number>): Promise<number> {
  const each: number[] = [];
  for (let post = 0; post < POSTS; post += 1) {
    const shown = await shownUpTo();
    const before = line.tally();
    await visitor.write(server, id, { text: "Encore une question", shownUpTo: shown });
    each.push(line.tally().roundTrips - before.roundTrips);
  }
  return each.toSorted((one, other) => one - other)[Math.floor(POSTS / 2)] ?? 0;
}

test("a post takes at most 6 round trips, the session, the limit and the notice among them", async () => {
  const visitor = await visit(server, given.brandId);
  const id = await visitor.begin(server, { text: "Bonjour" });
  expect(await roundTrips(visitor, id, () => Promise.resolve(0))).toBeLessThanOrEqual(6);
});

test("so does one that reads a reply, and calls its mail off", async () => {
  const visitor = await visit(server, given.brandId);
  const id = await visitor.begin(server, { text: "Bonjour" });
  const replied = (): Promise<number> => desk(given.leo).reply(server, id, { text: "Bonjour Marie" });
  expect(await roundTrips(visitor, id, replied)).toBeLessThanOrEqual(6);
});
