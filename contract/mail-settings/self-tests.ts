/** Channels › Email of the admin center: proof that mail of a support address arrives. */
import { Type, type Static } from "typebox";
import { REPLY_ROUTES, STEP_FAULTS, STEP_NAMES, STEP_STATES } from "../../src/domain/mail-settings/self-test.ts";
import { route } from "../route.ts";
import { exact, InstantMs, list, nullable, Uuid } from "../shared.ts";

/** One step of a self-test. */
export const SelfTestStep = exact({
  name: Type.Enum(STEP_NAMES),
  state: Type.Enum(STEP_STATES),
  /** Names what to do; null: nothing. */
  because: nullable(Type.Enum(STEP_FAULTS)),
  /** In the mail system's own words. */
  said: nullable(Type.String()),
});
export type SelfTestStep = Static<typeof SelfTestStep>;

/** A support address with its last run. */
export const TestedAddress = exact({
  id: Uuid,
  address: Type.String(),
  run: nullable(exact({ startedAt: InstantMs, isOver: Type.Boolean(), steps: list(SelfTestStep) })),
  /** Where answers go by what has been proved; unproved: mails promise no answer. */
  replyRoute: Type.Enum(REPLY_ROUTES),
});
export type TestedAddress = Static<typeof TestedAddress>;

export const selfTestsApi = {
  list: route({
    method: "GET",
    path: "/api/admin/email/self-tests",
    who: "admin",
    answer: exact({ addresses: list(TestedAddress) }),
  }),
  /** A new run of one address. Answers once the relay has. */
  run: route({
    method: "POST",
    path: "/api/admin/email/self-tests/:id",
    who: "admin",
    params: { id: Uuid },
    refusals: ["not-found"],
  }),
};
