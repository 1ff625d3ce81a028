/** Business hours at the admins' door. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { schedulesApi } from "../../../../contract/schedules/schedules.ts";
import { type Doors, inContract, openDoors } from "../../../../test/support/doors/admin-doors.ts";
import { sitDown } from "../../../../test/support/doors/signed-in.ts";
import { ADA, begin, freshWorld, must, waitsForAccount, type World } from "../../../../test/support/world.ts";
import { changeMe } from "../../../usecases/people/change-me.ts";
import { HOUR, millis } from "../../../domain/ids.ts";

let world: World;
let doors: Doors;
let as: string;
beforeAll(async () => {
  world = await freshWorld();
  doors = openDoors(world);
  as = await doors.signIn(ADA);
});
afterAll(async () => {
  await doors.close();
  await world.dispose();
});

const NONE = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const OFFICE = {
  name: "Office",
  timeZone: "Europe/Paris",
  week: { ...NONE, monday: [{ from: 540, to: 1_080 }], tuesday: [{ from: 540, to: 1_080 }] },
  holidays: [{ name: "Inventory", from: "2026-01-06", to: "2026-01-06" }],
};
const PATH = "/api/admin/schedules";

const list = async () => inContract(schedulesApi.list.answer, await doors.ask("GET", PATH, { as }));
const refusalOf = async (asking: ReturnType<Doors["ask"]>) => {
  const answer = await asking;
  return [answer.statusCode, answer.json()];
};
async function add(name: string): Promise<string> {
  const added = await doors.ask("POST", PATH, { as, body: { ...OFFICE, name } });
  expect(added.statusCode).toBe(201);
  const { id }: { readonly id: string } = JSON.parse(added.body);
  return id;
}

test("a schedule is shown with how it stands now, in the account's zone to begin with", async () => {
  // A Monday, a quarter to three in the afternoon of Paris.
  await add("Office");
  expect(await list()).toMatchObject({
    schedules: [{ ...OFFICE, version: 1, now: { isOpen: true, until: Date.UTC(2026, 0, 5, 17), opensAt: null } }],
    account: null,
    brands: [{ name: "Acme", hours: { kind: "account" } }],
    timeZone: "Europe/Paris",
  });
});

test("of two admins who change the same, the second is told and overwrites nothing", async () => {
  const id = await add("Shop");
  const save = (name: string, version: number) =>
    doors.ask("PUT", `${PATH}/${id}`, { as, body: { ...OFFICE, name, version } });
  expect((await save("Shop of Ada", 1)).statusCode).toBe(204);
  expect(await refusalOf(save("Shop of Léo", 1))).toMatchObject([409, { code: "changed-meanwhile" }]);
  expect(await list()).toMatchObject({ schedules: [{ name: "Office" }, { name: "Shop of Ada", version: 2 }] });
  // Nothing changed: nothing is saved over.
  expect((await save("Shop of Ada", 2)).statusCode).toBe(204);
  expect((await save("Shop", 2)).statusCode).toBe(204);
  expect(await waitsForAccount(world, () => save("Shop", 3))).toBe(true);
});

test.each([
  ["a zone that there is not", { timeZone: "Europe/Paname" }, { code: "time-zone-unknown" }],
  [
    "hours that lie over each other",
    {
      week: {
        ...NONE,
        friday: [
          { from: 0, to: 600 },
          { from: 540, to: 700 },
        ],
      },
    },
    { code: "schedule-invalid", details: { because: "hours-overlap", day: "friday" } },
  ],
])("%s is refused, and in a preview as well", async (_what, wrong, refusal) => {
  const { name, ...times } = { ...OFFICE, ...wrong };
  expect(await refusalOf(doors.ask("POST", PATH, { as, body: { ...times, name } }))).toMatchObject([422, refusal]);
  const preview = doors.ask("POST", `${PATH}/preview`, { as, body: { ...times, at: null } });
  expect(await refusalOf(preview)).toMatchObject([422, refusal]);
});

test("what somebody goes by is not removed, and what nobody goes by is", async () => {
  const id = await add("Nights");
  const { brandId } = world.acme;
  const choose = (account: string | null, hours: object) =>
    doors.ask("PUT", "/api/admin/hours", { as, body: { account, brands: [{ id: brandId, hours }] } });
  const remove = () => doors.ask("DELETE", `${PATH}/${id}`, { as });
  for (const { account, hours } of [
    { account: id, hours: { kind: "account" } },
    { account: null, hours: { kind: "schedule", id } },
  ]) {
    expect((await choose(account, hours)).statusCode).toBe(204);
    expect(await list()).toMatchObject({ account, brands: [{ hours }] });
    expect(await refusalOf(remove())).toMatchObject([409, { code: "schedule-in-use" }]);
  }
  expect((await choose(null, { kind: "always" })).statusCode).toBe(204);
  expect((await remove()).statusCode).toBe(204);
  expect(await refusalOf(remove())).toMatchObject([404, { code: "not-found" }]);
  expect(await refusalOf(choose(id, { kind: "account" }))).toMatchObject([404, { code: "not-found" }]);
  expect(await list()).toMatchObject({ account: null, brands: [{ hours: { kind: "always" } }] });
});

test("the security log tells of another schedule by the same name", async () => {
  const { brandId } = world.acme;
  const logged = async () => {
    const { rows } = await world.database.pool.query("select from audit_event where kind = 'hours-chosen'");
    return rows.length;
  };
  const choose = async (id: string) => {
    const brands = [{ id: brandId, hours: { kind: "schedule", id } }];
    await doors.ask("PUT", "/api/admin/hours", { as, body: { account: null, brands } });
  };
  const [paris, tokyo] = [await add("Support"), await add("Support")];
  await choose(paris);
  const before = await logged();
  await choose(tokyo);
  expect(await logged()).toBe(before + 1);
  await choose(tokyo);
  expect(await logged()).toBe(before + 1);
});

test("a brand that there is not changes nothing of the account's hours either", async () => {
  const id = await add("Mornings");
  const body = { account: id, brands: [{ id, hours: { kind: "always" } }] };
  expect(await refusalOf(doors.ask("PUT", "/api/admin/hours", { as, body }))).toMatchObject([
    404,
    { code: "not-found" },
  ]);
  expect(await list()).toMatchObject({ account: null });
});

test("a preview says how a schedule would stand, now or when its own clocks show an hour", async () => {
  const { name: _name, ...times } = OFFICE;
  const preview = async (at: object | null) =>
    inContract(schedulesApi.preview.answer, await doors.ask("POST", `${PATH}/preview`, { as, body: { ...times, at } }));
  expect(await preview(null)).toEqual({
    at: world.clock.now(),
    hours: { isOpen: true, until: Date.UTC(2026, 0, 5, 17), opensAt: null },
  });
  // Tuesday is a holiday: back on Monday.
  expect(await preview({ date: "2026-01-05", minute: 20 * 60 })).toEqual({
    at: Date.UTC(2026, 0, 5, 19),
    hours: { isOpen: false, until: null, opensAt: Date.UTC(2026, 0, 12, 8) },
  });
});

test("triggers are told of the hours, of the hour and the day in the account's zone, and that nobody is there", async () => {
  const conversation = await begin(world);
  await world.database.pool.query("update account set time_zone = 'Asia/Kolkata'");
  const facts = () => world.store.transaction((tx) => tx.triggers.loadFacts(conversation, world.clock.now()));
  await sitDown(world, world.leo.id);
  must(await changeMe(world, world.leo, { presence: "online" }));
  expect(await facts()).toMatchObject({ "account-status": "online", "within-business-hours": true });
  expect(await facts()).toMatchObject({ "day-of-week": "monday", "hour-of-day": 19 });
  const id = await add("Till six");
  await doors.ask("PUT", "/api/admin/hours", {
    as,
    body: { account: id, brands: [{ id: world.acme.brandId, hours: { kind: "account" } }] },
  });
  expect(await facts()).toMatchObject({ "account-status": "online", "within-business-hours": true });
  world.clock.advance(millis(HOUR * 5));
  expect(await facts()).toMatchObject({ "account-status": "offline", "within-business-hours": false });
  expect(await facts()).toMatchObject({ "day-of-week": "tuesday", "hour-of-day": 0 });
});
