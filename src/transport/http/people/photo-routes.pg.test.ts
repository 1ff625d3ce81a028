/** A member's photo on its way from them, or an admin, to everybody: up, kept, fetched, gone again. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accountApi } from "../../../../contract/people/account.ts";
import { teamMembersApi } from "../../../../contract/people/team-members.ts";
import { type Doors, inContract, openDoors } from "../../../../test/support/doors/admin-doors.ts";
import { picture } from "../../../../test/support/png.ts";
import { ADA, freshWorld, LEO, type World } from "../../../../test/support/world.ts";
import { MAX_PHOTO_BYTES } from "../../../domain/people/photo.ts";

const PNG = picture(64, 64);
const ANOTHER = picture(32, 32);
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

let given: World;
let doors: Doors;
let ada: string;
let leo: string;
let ofLeo: string;

beforeAll(async () => {
  given = await freshWorld();
  doors = openDoors(given);
  ada = await doors.signIn(ADA);
  leo = await doors.signIn(LEO);
  ofLeo = `/api/admin/people/team-members/${given.leo.id}/photo`;
});
afterAll(async () => {
  await doors.close();
  await given.dispose();
});
beforeEach(async () => {
  for (const as of [ada, leo]) await doors.ask("DELETE", "/api/agent/me/photo", { as });
});

const put = (body: Buffer, as = leo, path = "/api/agent/me/photo") =>
  doors.ask("PUT", path, { as, body, headers: { "content-type": "text/html" } });
const fetched = (hash: string) => doors.ask("GET", `/widget/photo/${hash}`);
const me = async () => Object(inContract(accountApi.me.answer, await doors.ask("GET", "/api/agent/me", { as: leo })));

test("is there at once, for everybody, by its content, and may be kept for good", async () => {
  expect((await put(PNG)).statusCode).toBe(204);
  expect(await me()).toMatchObject({ photo: hashOf(PNG) });
  const { statusCode, headers } = await fetched(hashOf(PNG));
  expect([statusCode, headers]).toMatchObject([
    200,
    {
      "content-type": "image/png",
      "cache-control": "public, max-age=31536000, immutable",
      "cross-origin-resource-policy": "cross-origin",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    },
  ]);
});

test("the team sees whose it is, and admins see it in the list of the team", async () => {
  await put(PNG);
  const team = inContract(accountApi.team.answer, await doors.ask("GET", "/api/agent/team", { as: leo }));
  expect(team).toMatchObject({ photos: [{ id: given.leo.id, photo: hashOf(PNG) }] });
  const listed = await doors.ask("GET", "/api/admin/people/team-members", { as: ada });
  const members = Object(inContract(teamMembersApi.list.answer, listed)).members;
  expect(members).toContainEqual(expect.objectContaining({ id: given.leo.id, photo: hashOf(PNG) }));
  expect(members).toContainEqual(expect.objectContaining({ id: given.ada.id, photo: null }));
});

test("an admin puts one up for somebody and takes it away; both are told in the security log", async () => {
  expect((await put(ANOTHER, ada, ofLeo)).statusCode).toBe(204);
  expect(await me()).toMatchObject({ photo: hashOf(ANOTHER) });
  expect((await doors.ask("DELETE", ofLeo, { as: ada })).statusCode).toBe(204);
  expect(await me()).toMatchObject({ photo: null });
  const { rows } = await given.database.pool.query(
    `select kind, subject_id, was, became from audit_event order by at desc, id desc limit 2`,
  );
  expect(rows).toEqual([
    {
      kind: "member-changed",
      subject_id: given.leo.id,
      was: { photo: hashOf(ANOTHER) },
      became: { photo: null },
    },
    {
      kind: "member-changed",
      subject_id: given.leo.id,
      was: { photo: null },
      became: { photo: hashOf(ANOTHER) },
    },
  ]);
});

test("what somebody took away is nowhere any more, unless it is somebody else's too", async () => {
  await put(PNG, leo);
  await put(PNG, ada);
  await put(ANOTHER, leo);
  expect((await fetched(hashOf(PNG))).statusCode).toBe(200);
  await doors.ask("DELETE", "/api/agent/me/photo", { as: ada });
  expect((await fetched(hashOf(PNG))).statusCode).toBe(404);
  const { rows } = await given.database.pool.query("select hash from picture");
  expect(rows).toEqual([{ hash: hashOf(ANOTHER) }]);
});

test.each([
  ["a drawing", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "photo-type"],
  ["too much", Buffer.concat([PNG, Buffer.alloc(MAX_PHOTO_BYTES)]), "photo-size"],
  ["an oblong", picture(64, 32), "photo-size"],
])("%s is refused, and what was there stays", async (_what, body, code) => {
  await put(PNG);
  const answer = await put(body);
  expect([answer.statusCode, answer.json()]).toMatchObject([422, { code }]);
  expect(await me()).toMatchObject({ photo: hashOf(PNG) });
});

test("a public name is kept, told in the security log, and taken back", async () => {
  const change = (publicName: string | null) => doors.ask("PUT", "/api/agent/me", { as: leo, body: { publicName } });
  expect((await change("Léo from Acme")).statusCode).toBe(204);
  expect(await me()).toMatchObject({ name: "Léo", publicName: "Léo from Acme" });
  await doors.ask("PUT", "/api/agent/me", { as: leo, body: { presence: "away" } });
  expect(await me()).toMatchObject({ publicName: "Léo from Acme" });
  expect((await change(null)).statusCode).toBe(204);
  expect(await me()).toMatchObject({ publicName: null });
  const { rows } = await given.database.pool.query(
    "select was, became from audit_event order by at desc, id desc limit 1",
  );
  expect(rows).toEqual([{ was: { publicName: "Léo from Acme" }, became: { publicName: null } }]);
});
