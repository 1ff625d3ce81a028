/** One process of the product: every door on one house. Any number of them may run on one database. */
import type { FastifyInstance } from "fastify";
import { instant, type Instant } from "../domain/ids.ts";
import { CONNECTION_RENEWED_EVERY, connectionEnds } from "../domain/sessions/presence.ts";
import { ALLOWED_NUMBERS } from "../domain/settings/allowed.ts";
import { allowancesOf } from "../transport/edge/allowances.ts";
import { createLimits } from "../transport/edge/limits.ts";
import { describeError } from "../transport/edge/log.ts";
import type { Worker } from "../transport/jobs/worker.ts";
import { type Doors, openDoors } from "./doors.ts";
import { type House, openHouse } from "./house.ts";
import { openMailDoors } from "./mail-doors.ts";
import type { ServerOptions } from "./server-options.ts";
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
  stop(): Promise<void>;
}

/** A process says that it lives so often; after `LIVES_FOR_MS` of silence it is taken for dead. */
const BEAT_EVERY_MS = 5_000;
const LIVES_FOR_MS = 15_000;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const parts: { worker: Worker | null; catchUp: () => void } = { worker: null, catchUp: () => undefined };
  const house = await openHouse({
    ...options,
    isDemo: options.demo !== null,
    missed: () => parts.catchUp(),
    woke: (firstDue) => parts.worker?.poke(firstDue),
  });
  // What started last stops first; a start that fails half-way leaves nothing running.
  const undo: (() => Promise<unknown>)[] = [house.close];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const beat = beating(house, () => {
      parts.catchUp();
      parts.worker?.poke(house.clock.now());
    });
    await beat();
    undo.push(() => house.presence.leave(house.processId));
    await options.prepare?.(house);
    const place = { publicUrl: options.publicUrl ?? "" };
    const limits = createLimits(house.limiter, house.clock, {
      allowances: allowancesOf({ ...ALLOWED_NUMBERS, ...options.allowed }),
      log: house.log,
    });
    const mail = await openMailDoors(options, house, limits);
    undo.push(mail.close);
    const doors = await openDoors(options, house, {
      publicUrl: () => place.publicUrl,
      inboundPort: mail.smtpPort ?? 0,
      limits,
    });
    parts.catchUp = doors.catchUp;
    undo.push(doors.close);
    await doors.app.listen({ ...options.http });
    const port = portOf(doors.app);
    if (options.publicUrl === null) place.publicUrl = `http://localhost:${port}`;
    await planForgetting(house);
    if (options.processJobs) {
      const worker = startWork(options, house, () => place.publicUrl);
      parts.worker = worker;
      undo.push(worker.stop);
    }
    const timers = keepAlive(options, house, { ...doors, beat });
    undo.push(async () => timers.forEach((timer) => clearInterval(timer)));
    return { url: place.publicUrl, port, inboundPort: mail.smtpPort, lmtpPort: mail.lmtpPort, house, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server listens on no port");
  return address.port;
}

function keepAlive(
  options: ServerOptions,
  house: House,
  {
    beat,
    connectionIds,
    openDesks,
  }: { readonly beat: () => Promise<void> } & Pick<Doors, "connectionIds" | "openDesks">,
): readonly NodeJS.Timeout[] {
  const failed = (error: unknown): void => options.log("error", "not-renewed", describeError(error));
  return [
    setInterval(() => void beat().catch(failed), BEAT_EVERY_MS),
    setInterval(() => {
      void house.presence.renew(connectionIds(), connectionEnds(house.clock.now())).catch(failed);
      void keepDesks(house, openDesks()).catch(failed);
    }, CONNECTION_RENEWED_EVERY),
  ];
}

/** `somebodyIsGone`: a process died between a commit and its ring, or in the middle of jobs; that is not known, so it is assumed. */
function beating({ presence, store, clock, processId }: House, somebodyIsGone: () => void): () => Promise<void> {
  const startedAt = clock.now();
  let lastAt: Instant | null = null;
  return async () => {
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
