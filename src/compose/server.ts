/** One process of the product: every door on one house. Any number of them may run on one database. */
import { setTimeout as pause } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { instant, type Instant, millis } from "../domain/ids.ts";
import { CONNECTION_RENEWED_EVERY, connectionEnds } from "../domain/sessions/presence.ts";
import { ALLOWED_NUMBERS } from "../domain/settings/allowed.ts";
import { allowancesOf } from "../transport/edge/allowances.ts";
import { createLimits } from "../transport/edge/limits.ts";
import { describeError } from "../transport/edge/log.ts";
import { ALL } from "../transport/ws/turns.ts";
import type { Worker } from "../transport/jobs/worker.ts";
import { type Doors, openDoors } from "./doors.ts";
import { type House, openHouse } from "./house.ts";
import { openMailDoors } from "./mail-doors.ts";
import type { ServerOptions } from "./server-options.ts";
import { watchingClock } from "./watch-clock.ts";
import { startWork } from "./work.ts";
import { planForgetting } from "../usecases/retention/forget-old.ts";
import { keepDesks } from "../usecases/sessions/note-desks.ts";
import { noteLapsed } from "../usecases/sessions/note-presence.ts";

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Null: this process takes no mail. */
  readonly inboundPort: number | null;
  /** Null: no mail server hands mail over to this process. */
  readonly lmtpPort: number | null;
  readonly house: House;
  /** Hands everybody over to other processes, lets end what is under way, and gives back what does not. */
  stop(): Promise<void>;
}

/** Those who are sent away come back elsewhere over so long, not all at the same moment. */
const SENT_AWAY_OVER_MS = 5_000;

/** Nothing on a screen is older than this and the time that a read takes: a minute together. */
const LOOKED_AROUND_IN = millis(55_000);
/** In so many parts. */
const LOOKS = 11;

/** A process says that it lives so often; after `LIVES_FOR_MS` of silence it is taken for dead. */
const BEAT_EVERY_MS = 5_000;
const LIVES_FOR_MS = 15_000;

/** What is there once everything is open. */
interface Parts {
  worker: Worker | null;
  catchUp: Doors["catchUp"];
  renew: () => Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const parts: Parts = { worker: null, catchUp: () => undefined, renew: () => Promise.resolve() };
  const house = await openHouse({
    ...options,
    isDemo: options.demo !== null,
    missed: () => parts.catchUp(ALL),
    woke: (firstDue) => parts.worker?.poke(firstDue),
  });
  // What started last stops first; a start that fails half-way leaves nothing running.
  const undo: (() => Promise<unknown>)[] = [house.close];
  let isStopping = false;
  const stop = async (): Promise<void> => {
    isStopping = true;
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const clockLook = watchingClock(house, options, () => parts.renew());
    const beat = beating(house, clockLook, () => lookAgain(house, parts));
    await beat();
    undo.push(() => house.presence.leave(house.processId));
    const timers: NodeJS.Timeout[] = [];
    undo.push(async () => timers.forEach((timer) => clearInterval(timer)));
    await options.prepare?.(house);
    const place = { publicUrl: options.publicUrl ?? "" };
    const limits = createLimits(house.limiter, house.clock, {
      allowances: allowancesOf({ ...ALLOWED_NUMBERS, ...options.allowed }),
      log: house.log,
    });
    const mail = await openMailDoors(options, house, limits);
    const closing: (() => Promise<void>)[] = [mail.close];
    // Together: whoever talks to a silent relay must not keep people from being handed over.
    undo.push(async () => void (await Promise.all(closing.map((close) => close()))));
    const doors = await openDoors(options, house, {
      publicUrl: () => place.publicUrl,
      inboundPort: mail.smtpPort ?? 0,
      limits,
      isStopping: () => isStopping,
    });
    parts.catchUp = doors.catchUp;
    const renew = (parts.renew = () => renewLeases(house, doors));
    closing.push(() => handOver(options, doors, renew));
    await doors.app.listen({ ...options.http });
    const port = portOf(doors.app);
    if (options.publicUrl === null) place.publicUrl = `http://localhost:${port}`;
    await planForgetting(house);
    if (options.processJobs) {
      const worker = startWork(options, house, () => place.publicUrl);
      parts.worker = worker;
      closing.push(worker.stop);
    }
    // Until all have been handed over: a process that falls silent is dead to the others, and its people are gone.
    timers.push(...keepAlive(options, { beat, renew }), lookAround(options, doors));
    return { url: place.publicUrl, port, inboundPort: mail.smtpPort, lmtpPort: mail.lmtpPort, house, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function handOver(
  { stopGraceMs = 0, log }: ServerOptions,
  doors: Doors,
  renew: () => Promise<void>,
): Promise<void> {
  await pause(stopGraceMs);
  // Whoever is sent away has all of a lease to come back in.
  await renew().catch((error: unknown) => log("error", "not-renewed", describeError(error)));
  await doors.close(Math.min(stopGraceMs, SENT_AWAY_OVER_MS));
}

/** Somebody may have gone between a commit and its ring, or in the middle of jobs. */
function lookAgain({ clock }: House, { catchUp, worker }: Parts): void {
  catchUp(ALL);
  worker?.poke(clock.now());
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server listens on no port");
  return address.port;
}

function keepAlive(
  { log }: ServerOptions,
  { beat, renew }: { readonly beat: () => Promise<void>; readonly renew: () => Promise<void> },
): readonly NodeJS.Timeout[] {
  const failed = (error: unknown): void => log("error", "not-renewed", describeError(error));
  return [
    setInterval(() => void beat().catch(failed), BEAT_EVERY_MS),
    setInterval(() => void renew().catch(failed), CONNECTION_RENEWED_EVERY),
  ];
}

/** A notice that was lost tells nobody that it was: so everything is looked at, a part after the other. */
function lookAround({ lookedAroundIn = LOOKED_AROUND_IN }: ServerOptions, { catchUp }: Doors): NodeJS.Timeout {
  let is = 0;
  return setInterval(() => {
    is = (is + 1) % LOOKS;
    catchUp({ of: LOOKS, is });
  }, lookedAroundIn / LOOKS);
}

/** The leases of everybody who has a socket at this process. */
async function renewLeases(
  house: House,
  { connectionIds, openDesks }: Pick<Doors, "connectionIds" | "openDesks">,
): Promise<void> {
  await Promise.all([
    house.presence.renew(connectionIds(), connectionEnds(house.clock.now())),
    keepDesks(house, openDesks()),
  ]);
}

/** `somebodyIsGone`: a process died between a commit and its ring, or in the middle of jobs; that is not known, so it is assumed. */
function beating(
  { presence, store, clock, processId }: House,
  watchClock: () => Promise<void>,
  somebodyIsGone: () => void,
): () => Promise<void> {
  const startedAt = clock.now();
  let lastAt: Instant | null = null;
  return async () => {
    await watchClock();
    const now = clock.now();
    const { isSomebodyGone } = await presence.beat(processId, {
      startedAt,
      lastAt,
      now,
      until: instant(now + LIVES_FOR_MS),
    });
    lastAt = now;
    await noteLapsed({ store, clock });
    if (isSomebodyGone) somebodyIsGone();
  };
}
