/** The embedded PostgreSQL, started again whenever it ends by itself: killed, out of memory, or out of room on its disk. */
import type { Timers } from "../../ports/system.ts";
import { type Millis, millis } from "../../domain/ids.ts";
import type { EmbeddedConnection } from "./application-role.ts";
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./embedded-postgres.ts";

/** A disk that is full stays so for a while, and each try replays the log. */
const FIRST_RETRY = millis(1_000);
const LONGEST_RETRY = millis(15_000);

const nothing = (): void => undefined;

interface KeptOptions extends EmbeddedPostgresOptions {
  readonly timers: Timers;
  /** Told with the end of its log when it ended by itself, and at each start that failed. */
  readonly ended: (why: string) => void;
  /** Told when it answers again, with the pid of the new one. */
  readonly back: (pid: number) => void;
}

interface KeptPostgres {
  /** The same, however often it is started. */
  readonly connection: EmbeddedConnection;
  /** Of the first one. */
  readonly pid: number;
  /** Ends it, and starts it no more. Safe to repeat. */
  stop(): Promise<void>;
}

/** Throws where the first start fails, as `startEmbeddedPostgres`; every later one is tried until it does not. */
export async function keepEmbeddedPostgres(options: KeptOptions): Promise<KeptPostgres> {
  const { timers, ended, back } = options;
  let isStopped = false;
  let takeBack = nothing;
  let server = startEmbeddedPostgres(options);
  const first = await server;
  const watch = (running: Awaited<typeof server>): void => {
    void running.ended.then((why) => {
      if (why === null || isStopped) return;
      ended(why);
      again(FIRST_RETRY);
    });
  };
  const again = (wait: Millis): void => {
    if (isStopped) return;
    takeBack = timers.after(wait, () => {
      server = startEmbeddedPostgres(options);
      server.then(
        (running) => {
          watch(running);
          back(running.pid);
        },
        (error: unknown) => {
          ended(error instanceof Error ? error.message : String(error));
          again(millis(Math.min(LONGEST_RETRY, 2 * wait)));
        },
      );
    });
  };
  watch(first);
  return {
    connection: first.connection,
    pid: first.pid,
    async stop() {
      isStopped = true;
      takeBack();
      // One that is starting this moment is ended, too; one that cannot start has left nothing.
      await server.then(
        (running) => running.stop(),
        () => undefined,
      );
    },
  };
}
