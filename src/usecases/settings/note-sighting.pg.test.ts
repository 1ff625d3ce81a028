import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freshWorld, type World } from "../../../test/support/world.ts";
import { settingsQueries } from "../../adapters/postgres/queries/settings-queries.ts";
import { brandId } from "../../domain/ids.ts";
import { SIGHTINGS_AT_MOST } from "../../domain/settings/sighting.ts";
import { noteSighting } from "./note-sighting.ts";

let world: World;
beforeAll(async () => {
  world = await freshWorld();
});
afterAll(() => world.dispose());
beforeEach(() => world.database.pool.query("delete from widget_sighting"));

const note = (origin: string, isRefused = false, id = world.acme.brandId): Promise<void> => {
  world.clock.advance(1_000);
  return noteSighting(world, { brandId: id, origin, isRefused });
};
const shown = async () => {
  const [brand] = await settingsQueries(world.database.pool).brands(world.ada);
  return brand?.sightings.map(({ origin, isRefused }) => `${origin}${isRefused ? " refused" : ""}`);
};

test("a brand shows where it was asked for, the newest first, each site once and as it was last", async () => {
  await note("https://blog.example", true);
  await note("https://shop.example");
  await note("https://blog.example");
  expect(await shown()).toEqual(["https://blog.example", "https://shop.example"]);
  await note("https://shop.example", true);
  expect(await shown()).toEqual(["https://shop.example refused", "https://blog.example"]);
});

test("a brand that is not there leaves no trace", async () => {
  await note("https://shop.example", false, brandId(world.newId()));
  expect((await world.database.pool.query("select from widget_sighting")).rows).toEqual([]);
});

test("the oldest of those turned away are forgotten, and none of those that carry it", async () => {
  await note("https://shop.example");
  for (let site = 0; site <= SIGHTINGS_AT_MOST; site += 1) await note(`https://${site}.example`, true);
  const found = (await shown()) ?? [];
  expect(found).toHaveLength(SIGHTINGS_AT_MOST + 1);
  expect(found[0]).toBe(`https://${SIGHTINGS_AT_MOST}.example refused`);
  expect(found.at(-1)).toBe("https://shop.example");
  expect(found).not.toContain("https://0.example refused");
});
