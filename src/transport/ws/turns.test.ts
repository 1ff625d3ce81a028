import { expect, test } from "vitest";
import { createNewId } from "../../adapters/system/new-id.ts";
import { instant } from "../../domain/ids.ts";
import { ALL, isInTurn } from "./turns.ts";

const newId = createNewId(() => instant(1_700_000_000_000));
const ids = Array.from({ length: 1_000 }, newId);

test("each has its turn once in a round, and no turn has nearly everybody", () => {
  const turns = Array.from({ length: 11 }, (_, is) => ids.filter((id) => isInTurn(id, { of: 11, is })));
  expect(turns.flat().toSorted()).toEqual(ids.toSorted());
  expect(Math.max(...turns.map(({ length }) => length))).toBeLessThan(200);
});

test("all have it at once where something is known to have been missed", () => {
  expect(ids.filter((id) => isInTurn(id, ALL))).toEqual(ids);
});
