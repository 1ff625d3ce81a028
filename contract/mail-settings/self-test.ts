/** Channels › Email: proof that mail of a support address arrives. HTTP under /api/admin/email. */
import { Type, type Static } from "typebox";
import { exact, InstantMs, nullable, Uuid } from "../shared.ts";

const StepName = Type.Union([
  Type.Literal("sent"),
  Type.Literal("received"),
  Type.Literal("signature"),
  Type.Literal("plus-address"),
  Type.Literal("reply-domain"),
]);

/** One step of a self-test. `missing`: something better could be had, and nothing is broken without it. */
export const SelfTestStep = exact({
  name: StepName,
  state: Type.Union([Type.Literal("passed"), Type.Literal("waiting"), Type.Literal("failed"), Type.Literal("missing")]),
  /** A code that names what to do. */
  because: nullable(Type.String()),
  /** In the mail system's own words. */
  said: nullable(Type.String()),
});
export type SelfTestStep = Static<typeof SelfTestStep>;

/** GET /self-tests — the last run of each support address. POST /self-tests/:id — a new one. */
export const SelfTests = exact({
  addresses: Type.Array(
    exact({
      id: Uuid,
      address: Type.String(),
      run: nullable(exact({ startedAt: InstantMs, isOver: Type.Boolean(), steps: Type.Array(SelfTestStep) })),
      /** Where answers go by what has been proved; unproved: mails promise no answer. */
      replyRoute: Type.Union([
        Type.Literal("reply-domain"),
        Type.Literal("plus"),
        Type.Literal("plain"),
        Type.Literal("unproved"),
      ]),
    }),
  ),
});
export type SelfTests = Static<typeof SelfTests>;
