/** `npm run end-demo`: ends the demo that the environment names, for good; the server must not be running. */
import process from "node:process";
import { migrate } from "../src/adapters/postgres/migrate.ts";
import { createPool } from "../src/adapters/postgres/pool.ts";
import { createStore } from "../src/adapters/postgres/store.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createNewId } from "../src/adapters/system/new-id.ts";
import { readConfig } from "../src/config.ts";
import { endDemo } from "../src/usecases/settings/end-demo.ts";
import { openDatabase } from "./open-database.ts";
import { saveTicketSettings } from "../src/usecases/settings/save-ticket-settings.ts";

async function main(): Promise<string> {
  const config = readConfig();
  const database = await openDatabase(config);
  if (config.databaseUrl === null && !database.isStartedHere) {
    throw new Error("The server is running on this folder: stop it first.");
  }
  const pool = createPool({ ...database.connection, max: 2 });
  try {
    await migrate(pool, systemClock.now());
    const newId = createNewId(() => systemClock.now());
    const deps = { store: createStore({ pool, newId, publish: () => undefined }), clock: systemClock, newId };
    const account = await deps.store.transaction((tx) => tx.settings.findAccount());
    if (account === null) return "There is nothing here yet.";
    const { delays, closeAfterDays } = account;
    const isDemo = await deps.store.transaction((tx) => tx.firstRun.isDemo());
    if (!isDemo) return "This is no demo: nothing was changed.";
    // First: what waits would otherwise be mailed for real, to whatever address somebody tried.
    const off = {
      continuityOn: false,
      delays,
      closeAfterDays,
      deactivateAwayMessage: false,
      deactivateRequestEmail: true,
    };
    const saved = await saveTicketSettings(deps, off);
    if (!saved.ok) throw new Error(saved.error.message);
    const ended = await endDemo(deps);
    if (!ended.ok) throw new Error(ended.error.message);
    return `The demo has ended: its people sign in no more, its conversations stay, and nothing of them is mailed.
Start with ARIANE_DEMO=0; the first page that you open makes the first admin, with the code that the server prints.`;
  } finally {
    await pool.end();
    await database.stop();
  }
}

main().then(
  (said) => console.log(said),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
