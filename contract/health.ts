/** Health of the admin center. HTTP under /api/admin/health. */
import { Type, type Static } from "typebox";
import { exact, InstantMs, nullable, Uuid } from "./shared.ts";

/** GET / — sign-in, deliveries, jobs that died, last 7 days. POST /jobs/:id/retry. Refusal: not-found. */
export const Health = exact({
  signIns: Type.Array(
    exact({
      door: Type.Union([Type.Literal("smtp"), Type.Literal("imap")]),
      triedAt: nullable(InstantMs),
      trouble: nullable(exact({ kind: Type.String(), said: Type.String(), since: InstantMs })),
    }),
  ),
  week: exact({
    waited: Type.Integer(),
    readOnSite: Type.Integer(),
    mailed: Type.Integer(),
    answeredByMail: Type.Integer(),
    bounced: Type.Integer(),
  }),
  deadJobs: Type.Array(
    exact({ id: Uuid, kind: Type.String(), diedAt: InstantMs, error: Type.String(), attempts: Type.Integer() }),
  ),
  deliveries: Type.Array(
    exact({
      id: Uuid,
      conversationId: Uuid,
      to: Type.String(),
      state: Type.String(),
      createdAt: InstantMs,
      lastReply: nullable(Type.String()),
    }),
  ),
});
export type Health = Static<typeof Health>;
