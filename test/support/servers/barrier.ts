/** Stops a statement of the product in the middle, inside PostgreSQL, so that a crash can be placed exactly. */
import pg from "pg";
import type { Connection } from "./database.ts";
import { until } from "../until.ts";

export interface StopPoint {
  readonly table: string;
  readonly on: "insert" | "update" | "delete";
  /** SQL over `new` and `old`. */
  readonly when: string;
  /** `row`: before the row is written. `commit`: when everything is written and only the commit is left. */
  readonly at: "row" | "commit";
}

export interface Barrier {
  /** Resolves when so many (by default one) stand before it. */
  reached(many?: number): Promise<void>;
  /** Lets them through, and everybody after them. */
  lift(): Promise<void>;
  /** Cuts the connections of those who stand before it, which undoes what they had begun; then lets everybody through. */
  sever(): Promise<void>;
}

let lastKey = 0;

export async function stopAt(connection: Connection, point: StopPoint): Promise<Barrier> {
  lastKey += 1;
  const key = lastKey;
  const name = `stop_${key}`;
  const keeper = new pg.Client(connection);
  // The database may be dropped under it by a test that failed half-way.
  keeper.on("error", () => undefined);
  await keeper.connect();
  await keeper.query(`select pg_advisory_lock(${key})`);
  await keeper.query(
    `create function ${name}() returns trigger language plpgsql as $$ begin
       perform pg_advisory_xact_lock_shared(${key});
       if tg_op = 'DELETE' then return old; end if;
       return new;
     end $$`,
  );
  await keeper.query(
    point.at === "row"
      ? `create trigger ${name} before ${point.on} on ${point.table}
           for each row when (${point.when}) execute function ${name}()`
      : `create constraint trigger ${name} after ${point.on} on ${point.table} deferrable initially deferred
           for each row when (${point.when}) execute function ${name}()`,
  );
  const waiting = async (): Promise<readonly number[]> => {
    const found = await keeper.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and objid = ${key} and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    return found.rows.map((row) => row.pid);
  };
  return {
    async reached(many = 1) {
      const what = `${many} stand before the ${point.on} of ${point.table}`;
      await until(what, async () => (await waiting()).length >= many);
    },
    lift: () => keeper.end(),
    async sever() {
      await keeper.query("select pg_terminate_backend(pid, 10000) from unnest($1::int[]) as pid", [await waiting()]);
      await keeper.end();
    },
  };
}
