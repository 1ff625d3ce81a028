import { afterEach, beforeEach, expect, test } from "vitest";
import { type CuttingLine, cuttingLine } from "../../../test/support/faults/cutting-line.ts";
import { liveWorld, type LiveWorld } from "../../../test/support/live-world.ts";
import type { Notice } from "../../ports/bus.ts";
import { DatabaseTrouble } from "../../ports/database-trouble.ts";
import { createPool, type Pool } from "./pool.ts";
import { createStore } from "./store.ts";

let world: LiveWorld;
let line: CuttingLine;
let pool: Pool;
beforeEach(async () => {
  world = await liveWorld();
  line = await cuttingLine(world.database.connection);
  pool = createPool(line.connection);
});
afterEach(async () => {
  await pool.end();
  line.close();
  await world.dispose();
});

test("of a commit whose answer was lost it is rung all the same, and of nothing else that failed", async () => {
  const rung: Notice[] = [];
  const store = createStore({ pool, newId: () => "", publish: (notices) => void rung.push(...notices) });
  let lost = 0;
  for (let number = 1, isThere = true; isThere; number += 1) {
    rung.length = 0;
    const accountName = `Acme ${number}`;
    line.cutAt(number, "unanswered");
    const failure: unknown = await store
      .transaction((tx) => tx.settings.updateAccount({ name: accountName }))
      .then(
        () => null,
        (error: unknown) => error,
      );
    isThere = line.mend();
    const account = await world.store.transaction((tx) => tx.settings.findAccount());
    expect(failure === null || failure instanceof DatabaseTrouble).toBe(true);
    if (account?.name !== accountName) continue;
    expect(rung).toEqual([{ kind: "settings" }]);
    if (failure !== null) lost += 1;
  }
  expect(lost).toBe(1);
});
