/** Due job → use-case. Payloads are read here, once. */
import { parseEmailAddress } from "../../domain/mail/email-address.ts";
import {
  agentId,
  conversationId,
  deliveryId,
  inboundMailId,
  instant,
  seq,
  supportAddressId,
  triggerId,
} from "../../domain/ids.ts";
import { reviewOf } from "../../domain/continuity/waiting-replies.ts";
import { TRIGGER_EVENTS, type TriggerEventName } from "../../domain/triggers/trigger.ts";
import type { JobKind, LeasedJob } from "../../ports/job-tx.ts";
import { checkContinuity, type CheckContinuityDeps } from "../../usecases/continuity/check-continuity.ts";
import { closeSolved } from "../../usecases/continuity/close-solved.ts";
import { deliverMail, type DeliverMailDeps } from "../../usecases/continuity/deliver-mail.ts";
import { tryRelay } from "../../usecases/continuity/try-relay.ts";
import { forgetUploads } from "../../usecases/attachments/forget-uploads.ts";
import { handOn } from "../../usecases/conversation/hand-on.ts";
import { returnToQueue } from "../../usecases/conversation/return-to-queue.ts";
import { runSelfTest, type SelfTestDeps } from "../../usecases/mail-settings/run-self-test.ts";
import { readInboundMail, type ReadInboundMailDeps } from "../../usecases/mail/read-inbound-mail.ts";
import { tellAgent, type TellAgentDeps } from "../../usecases/mail/tell-agent.ts";
import { mailReset, type MailResetDeps } from "../../usecases/passwords/mail-reset.ts";
import { checkPrerequisites } from "../../usecases/settings/check-prerequisites.ts";
import { reviewReplies } from "../../usecases/settings/review-replies.ts";
import { forgetOld } from "../../usecases/retention/forget-old.ts";
import { runTrigger } from "../../usecases/triggers/run-trigger.ts";
import type { JobHandler } from "./worker.ts";

export type HandlerDeps = CheckContinuityDeps &
  DeliverMailDeps &
  ReadInboundMailDeps &
  SelfTestDeps &
  MailResetDeps &
  TellAgentDeps &
  Parameters<typeof runTrigger>[0];

export function jobHandlers(deps: HandlerDeps): Readonly<Record<JobKind, JobHandler>> {
  return {
    async "check-continuity"(job) {
      const decision = await checkContinuity(deps, conversationId(text(job, "conversationId")));
      return decision?.kind === "wait" ? decision.until : null;
    },
    "deliver-mail"(job) {
      const conversation = job.payload["conversationId"];
      return deliverMail(deps, job, {
        id: deliveryId(text(job, "deliveryId")),
        conversationId: typeof conversation === "string" ? conversationId(conversation) : null,
      });
    },
    "try-relay": () => tryRelay(deps),
    "mail-password-reset": (job) => mailReset(deps, { email: text(job, "email"), at: instant(number(job, "at")) }),
    "run-trigger": (job) =>
      runTrigger(deps, {
        conversationId: conversationId(text(job, "conversationId")),
        triggerId: triggerId(text(job, "triggerId")),
        event: { name: eventName(job), at: instant(number(job, "at")), seq: seq(number(job, "seq")) },
      }),
    async "receive-email"(job) {
      return (await readInboundMail(deps, job, inboundMailId(text(job, "inboundMailId")))) === "settled"
        ? "removed"
        : null;
    },
    async "hand-on"(job) {
      const to = text(job, "to");
      await handOn(deps, { from: agentId(text(job, "from")), to: to === "" ? null : agentId(to) });
      return null;
    },
    "return-to-queue": (job) => returnToQueue(deps, conversationId(text(job, "conversationId"))),
    async "check-prerequisites"() {
      await checkPrerequisites(deps);
      return null;
    },
    async "review-replies"(job) {
      const review = reviewOf(job.payload);
      if (review === null) throw new Error(`job ${job.id} names no review`);
      await reviewReplies(deps, review);
      return null;
    },
    async "self-test"(job) {
      // An address that is gone meanwhile needs no test.
      await runSelfTest(deps, supportAddressId(text(job, "supportAddressId")));
      return null;
    },
    async "tell-agent"(job) {
      const to = parseEmailAddress(text(job, "to"));
      if (!to.ok) throw new Error(`job ${job.id} names nobody to tell`);
      await tellAgent(deps, { to: to.value, about: inboundMailId(text(job, "about")) });
      return null;
    },
    "forget-old": () => forgetOld(deps),
    "forget-uploads": () => forgetUploads(deps),
    "close-solved": (job) => closeSolved(deps, conversationId(text(job, "conversationId"))),
  };
}

function text(job: LeasedJob, field: string): string {
  const value = job.payload[field];
  if (typeof value !== "string") throw new Error(`job ${job.id} (${job.kind}) has no ${field}`);
  return value;
}

function number(job: LeasedJob, field: string): number {
  const value = job.payload[field];
  if (typeof value !== "number") throw new Error(`job ${job.id} (${job.kind}) has no ${field}`);
  return value;
}

function eventName(job: LeasedJob): TriggerEventName {
  const name = TRIGGER_EVENTS.find((event) => event === job.payload["event"]);
  if (name === undefined) throw new Error(`job ${job.id} is about an unknown event`);
  return name;
}
