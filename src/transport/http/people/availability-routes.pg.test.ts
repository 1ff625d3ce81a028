/** What a page is told about who is there. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Availability } from "../../../../contract/people/availability.ts";
import { sitDown } from "../../../../test/support/doors/signed-in.ts";
import { edgeOf } from "../../../../test/support/doors/edge.ts";
import { witness } from "../../../../test/support/doors/witness.ts";
import { type BackOffice, backOffice, PUBLIC_URL } from "../../../../test/support/back-office.ts";
import { begin, must, WIDGET_WORDS } from "../../../../test/support/world.ts";
import { createLocalBus } from "../../../adapters/bus/local-bus.ts";
import { attachmentQueries } from "../../../adapters/postgres/queries/attachment-queries.ts";
import { widgetQueries } from "../../../adapters/postgres/queries/conversation/widget-queries.ts";
import { millis, MINUTE } from "../../../domain/ids.ts";
import type { HoursChoice } from "../../../domain/schedules/schedule.ts";
import { changeMe } from "../../../usecases/people/change-me.ts";
import { chooseHours } from "../../../usecases/schedules/choose-hours.ts";
import { saveSchedule } from "../../../usecases/schedules/save-schedule.ts";
import { widgetRoutes } from "../conversation/widget-routes.ts";
import { type App, createServer } from "../server.ts";

const DAY = 24 * 60 * MINUTE;
let given: BackOffice;
let app: App;

beforeAll(async () => {
  given = await backOffice();
  const { origins, principals, limits } = edgeOf(given, PUBLIC_URL);
  const { clock } = given;
  const { pool } = given.database;
  app = createServer({ log: () => undefined, trustedProxies: [], publicUrl: () => PUBLIC_URL, witness: witness() });
  const shared = { usecases: given, principals, origins, limits, clock, files: attachmentQueries(pool) };
  app.register(
    widgetRoutes({
      ...shared,
      bus: createLocalBus(),
      queries: widgetQueries(pool),
      isDemo: false,
      widgetWords: WIDGET_WORDS,
    }),
  );
});
afterAll(async () => {
  await app.close();
  await given.dispose();
});

/** A page asks, later than what was answered before is kept. */
async function asked(): Promise<Availability> {
  given.clock.advance(millis(6_000));
  return (await ask(given.acme.brandId)).json();
}

const ask = (brand: string) =>
  app.inject({
    url: `/api/widget/availability?brand=${brand}`,
    headers: { host: new URL(PUBLIC_URL).host, origin: PUBLIC_URL },
  });

const sql = (text: string, values: readonly unknown[] = []) => given.database.pool.query(text, [...values]);

test("nobody is there until an agent with Chat access sits down; then they are named", async () => {
  expect(await asked()).toMatchObject({ status: "offline", team: [], byMail: true });
  must(await changeMe(given, given.leo, { presence: "away" }));
  await sitDown(given, given.leo.id);
  expect(await asked()).toMatchObject({ status: "away", team: [] });
  must(await changeMe(given, given.leo, { presence: "online" }));
  expect(await asked()).toMatchObject({ status: "online", team: ["Léo"] });
  await sql("update agent set chat_access = false where id = $1", [given.leo.id]);
  expect(await asked()).toMatchObject({ status: "offline", team: [] });
  await sql("update agent set chat_access = true where id = $1", [given.leo.id]);
});

test("the wait is the median of this hour in the last seven days, times the place in the queue", async () => {
  for (let made = 0; made < 20; made += 1) await begin(given);
  const now = given.clock.now();
  // Twenty of other days at this hour, taken up after 1 to 20 minutes; nothing of them waits any more.
  await sql(
    `update conversation set created_at = $1 - (1 + n % 7) * ${DAY} + n * ${MINUTE}, queued_at = null,
       served_at = $1 - (1 + n % 7) * ${DAY} + n * ${MINUTE} + n * ${MINUTE}
     from (select id, row_number() over (order by id) as n from conversation) as numbered
     where numbered.id = conversation.id`,
    [now],
  );
  expect((await asked()).wait).toEqual({ newMs: 10.5 * MINUTE, lastMs: 0 });
  const never = mondays(0, 1);
  must(
    await chooseHours(given, {
      account: must(await saveSchedule(given, { of: null, name: "Never", timeZone: "Europe/Paris", ...never })),
      brands: [],
    }),
  );
  expect((await asked()).wait).toBeNull();
  must(await chooseHours(given, { account: null, brands: [] }));
  await begin(given);
  expect((await asked()).wait).toEqual({ newMs: 2 * 10.5 * MINUTE, lastMs: 10.5 * MINUTE });
  // One of them at another hour leaves nineteen: too few.
  await sql(
    `update conversation set created_at = created_at + ${3 * 60 * MINUTE}
     where id = (select id from conversation where served_at is not null limit 1)`,
  );
  expect((await asked()).wait).toBeNull();
});

test("outside the brand's hours nobody is there, whoever has stayed; and nothing is promised", async () => {
  // It is a quarter to three in the afternoon of a Monday in Paris, or some minutes later.
  await sitDown(given, given.leo.id);
  expect(await asked()).toMatchObject({ status: "online", hours: null });
  const schedule = async (from: number, to: number) =>
    must(await saveSchedule(given, { of: null, name: "Mondays", timeZone: "Europe/Paris", ...mondays(from, to) }));
  const mornings = await schedule(540, 720);
  must(await chooseHours(given, { account: mornings, brands: [] }));
  const nextMonday = Date.UTC(2026, 0, 12, 8);
  const closed = { isOpen: false, until: null, opensAt: nextMonday };
  expect(await asked()).toMatchObject({ status: "offline", team: [], hours: closed });
  // A brand of its own hours: then others, then always.
  const all = await schedule(0, 1_440);
  const choose = async (hours: HoursChoice) =>
    must(await chooseHours(given, { account: mornings, brands: [{ id: given.acme.brandId, hours }] }));
  await choose({ kind: "schedule", id: all });
  const open = { isOpen: true, until: Date.UTC(2026, 0, 5, 23), opensAt: null };
  expect(await asked()).toMatchObject({ status: "online", team: ["Léo"], hours: open });
  await choose({ kind: "always" });
  expect(await asked()).toMatchObject({ status: "online", hours: null });
  await choose({ kind: "account" });
  expect(await asked()).toMatchObject({ status: "offline", hours: closed });
  must(await chooseHours(given, { account: null, brands: [] }));
});

const mondays = (from: number, to: number) => ({
  week: { monday: [{ from, to }], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] },
  holidays: [],
});

test("a reply follows by mail only where the switch is on, nothing is missing and the relay takes mail", async () => {
  expect((await asked()).byMail).toBe(true);
  await sql("insert into relay_trouble (since, last_at, said) values ($1, $1, 'connection refused')", [
    given.clock.now(),
  ]);
  expect((await asked()).byMail).toBe(false);
  await sql("delete from relay_trouble");
  await sql("update account set continuity_on = false");
  expect((await asked()).byMail).toBe(false);
  await sql("update account set continuity_on = true, prerequisite_lost_at = 1");
  expect((await asked()).byMail).toBe(false);
  await sql("update account set prerequisite_lost_at = null");
});

test("an answer is kept for seconds, and there is none of a brand that is not there", async () => {
  const before = await asked();
  await sql("update account set continuity_on = false");
  expect((await ask(given.acme.brandId)).json()).toEqual(before);
  await sql("update account set continuity_on = true");
  expect((await ask(given.newId())).statusCode).toBe(404);
});
