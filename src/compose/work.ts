/** The worker of this process: which use-case runs which due job. */
import type { InboundSteps } from "../ports/mail/inbound-steps.ts";
import { jobHandlers } from "../transport/jobs/handlers.ts";
import { startWorker, type Worker } from "../transport/jobs/worker.ts";
import { writeMail } from "../steps/continuity/write-mail.ts";
import { takeAnswer } from "../steps/mail/take-answer.ts";
import { takeAutomatic } from "../steps/mail/take-automatic.ts";
import { takeSelfTest } from "../usecases/mail-settings/take-self-test.ts";
import { takeReport } from "../steps/mail/take-report.ts";
import type { House } from "./house.ts";
import { takesMail } from "./mail-doors.ts";
import type { ServerOptions } from "./server-options.ts";

/** What becomes of incoming mail, by its kind. */
export const inboundSteps = (house: House): InboundSteps => ({
  takeSelfTest: (mail) => takeSelfTest(house, mail),
  takeReport: takeReport(house),
  takeAutomatic,
  takeAnswer: takeAnswer(house),
});

export function startWork(options: ServerOptions, house: House, publicUrl: () => string): Worker {
  const writing = {
    ...house,
    mailDomain: options.mailDomain,
    publicUrl,
    canAnswer: takesMail(options) && ("where-proved" as const),
  };
  const handlers = jobHandlers({
    ...house,
    mailDomain: options.mailDomain,
    publicUrl,
    chance: Math.random,
    write: (tx, locked, delivery, now) => writeMail(writing, tx, locked, { delivery, now }),
    steps: inboundSteps(house),
  });
  const { "deliver-mail": deliver } = handlers;
  const signing: typeof handlers = {
    ...handlers,
    // Which key signs is looked up before the transaction that writes the mail: it must not wait for another connection.
    async "deliver-mail"(job) {
      await house.dkim.freshen();
      return deliver(job);
    },
  };
  return startWorker({ queue: house.jobs, clock: house.clock, log: house.log, handlers: signing });
}
