/** The worker of this process: which use-case runs which due job. */
import { jobHandlers } from "../transport/jobs/handlers.ts";
import { startWorker, type Worker } from "../transport/jobs/worker.ts";
import { jobDeps } from "./deps.ts";
import type { House } from "./house.ts";
import { takesMail } from "./mail-doors.ts";
import type { ServerOptions } from "./server-options.ts";

export function startWork(options: ServerOptions, house: House, publicUrl: () => string): Worker {
  const handlers = jobHandlers({
    ...jobDeps(house),
    publicUrl,
    canAnswer: takesMail(options) && "where-proved",
    chance: Math.random,
  });
  const { "deliver-mail": deliver, "mail-password-reset": mailReset } = handlers;
  const signing: typeof handlers = {
    ...handlers,
    // Which key signs is looked up before the transaction that writes the mail: it must not wait for another connection.
    async "deliver-mail"(job) {
      await house.mail.dkim.freshen();
      return deliver(job);
    },
    async "mail-password-reset"(job) {
      await house.mail.dkim.freshen();
      return mailReset(job);
    },
  };
  const { jobs: queue, clock, log, mail } = house;
  return startWorker({ queue, clock, log, handlers: signing, cut: () => mail.mailer.cut?.() });
}
