/**
 * One connection that listens, for as long as it is wanted. A line that was cut off says so at once; one that went silent
 * (a firewall forgot it, the other machine lost its power) says nothing for ever, so it is asked.
 */
import pg from "pg";
import { type Millis, millis } from "../../domain/ids.ts";
import type { Timers } from "../../ports/system.ts";

/** How often a line on which nothing need be said is asked for an answer. */
const ASK_EVERY = millis(10_000);
/** Without an answer in this time it is given up. With the two before and after it a silent line is replaced within 30 s. */
const ANSWERS_WITHIN = millis(8_000);
const RECONNECT_AFTER = millis(500);

interface Options {
  readonly connection: pg.ClientConfig;
  readonly channel: string;
  readonly timers: Timers;
  readonly heard: (payload: string) => void;
  /** Called after a gap in listening: whatever rang in between was missed. */
  readonly missed: () => void;
  readonly log: (event: string, error: unknown) => void;
}

const nothing = (): void => undefined;

interface Line {
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Rejects where the first connection cannot listen; every later one is tried until it can. */
export async function keepLine(options: Options): Promise<{ stop(): Promise<void> }> {
  let isStopped = false;
  let takeBack = nothing;
  const again = (): void => {
    if (isStopped) return;
    takeBack = options.timers.after(RECONNECT_AFTER, () => {
      line = open();
      line.then(options.missed, (error: unknown) => {
        options.log("doorbell-not-connected", error);
        again();
      });
    });
  };
  const open = async (): Promise<Line> => {
    const opened = await openLine(options);
    void opened.ended.then(again);
    return opened;
  };
  let line = open();
  await line;
  return {
    async stop() {
      isStopped = true;
      takeBack();
      // One that is opening this moment is closed too; one that cannot be opened has left nothing.
      await line.then(
        (opened) => opened.close(),
        () => undefined,
      );
    },
  };
}

/** It listens; or it rejects, and leaves no connection. */
async function openLine({ connection, channel, timers, heard, log }: Options): Promise<Line> {
  const client = new pg.Client({
    ...connection,
    application_name: "ariane doorbell",
    keepAlive: true,
    keepAliveInitialDelayMillis: ASK_EVERY,
  });
  client.on("notification", ({ payload }) => heard(payload ?? ""));
  client.on("error", (error) => log("doorbell-broken", error));
  const ended = new Promise<void>((resolve) => client.once("end", resolve));
  const inTime = within(timers, ANSWERS_WITHIN, () =>
    client.connection.stream.destroy(new Error(`the line gave no answer in ${ANSWERS_WITHIN} ms`)),
  );
  const close = (): Promise<void> => inTime(client.end());
  try {
    await inTime(client.connect());
    await inTime(client.query(`listen ${channel}`));
  } catch (error) {
    await close();
    throw error;
  }
  void ended.then(askEvery(timers, () => inTime(askWhetherPrimary(client))));
  return { ended, close };
}

/**
 * The server may have handed its name over to another and live on as its standby: what is rung there is never heard here. So
 * a line to one that takes no writes is given up, and the name asked again.
 */
async function askWhetherPrimary(client: pg.Client): Promise<void> {
  const found = await client.query<{ transaction_read_only: string }>("show transaction_read_only");
  if (found.rows[0]?.transaction_read_only === "off") return;
  client.connection.stream.destroy(new Error("the line leads to a server that takes no writes"));
}

/** Asks at rest, the next time only after an answer; whoever calls what it gives back ends that. */
function askEvery(timers: Timers, ask: () => Promise<unknown>): () => void {
  let isOver = false;
  let takeBack = nothing;
  const wait = (): void => {
    if (!isOver) takeBack = timers.after(ASK_EVERY, () => void ask().then(wait, () => undefined));
  };
  wait();
  return () => {
    isOver = true;
    takeBack();
  };
}

/** Waits for work; `giveUp` makes it fail where it takes longer than `span`. */
function within(timers: Timers, span: Millis, giveUp: () => void): <T>(work: Promise<T>) => Promise<T> {
  return async (work) => {
    const takeBack = timers.after(span, giveUp);
    try {
      return await work;
    } finally {
      takeBack();
    }
  };
}
