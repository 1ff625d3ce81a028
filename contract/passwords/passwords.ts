/** Passwords: changing one's own, and choosing a new one by a link that was mailed or handed over. */
import { type Static, Type } from "typebox";
import { route } from "../route.ts";
import { exact, MAX_ADDRESS_CHARS, Uuid } from "../shared.ts";
import { Password, PASSWORD_REFUSALS } from "../people/account.ts";

/** From the fragment of the link. */
const Token = Type.String({ minLength: 16, maxLength: 256 });

/** A link that an admin passes on, with which a team member chooses a password. */
export const HandedLink = exact({ url: Type.String(), expiresAt: Type.Integer() });
export type HandedLink = Static<typeof HandedLink>;

export const passwordsApi = {
  /** `password-wrong`: the current one is not. Every other session of theirs ends. */
  change: route({
    method: "PUT",
    path: "/api/agent/me/password",
    who: "agent",
    body: exact({ current: Password, password: Password }),
    refusals: ["password-wrong", ...PASSWORD_REFUSALS],
  }),
  /** Says the same, and takes the same time, whether the address is anybody's or not. */
  forgot: route({
    method: "POST",
    path: "/api/agent/forgot-password",
    who: "own-page",
    body: exact({ email: Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS }) }),
    refusals: ["no-relay"],
  }),
  /** Whose password a link chooses, and whether it is their first; spends nothing. */
  lookAtReset: route({
    method: "POST",
    path: "/api/agent/password-reset",
    who: "own-page",
    body: exact({ token: Token }),
    answer: exact({ name: Type.String(), email: Type.String(), isFirst: Type.Boolean() }),
    refusals: ["link-invalid"],
  }),
  /** Spends the link, ends every session, and signs in. */
  redeemReset: route({
    method: "POST",
    path: "/api/agent/new-password",
    who: "own-page",
    body: exact({ token: Token, password: Password }),
    refusals: ["link-invalid", ...PASSWORD_REFUSALS],
  }),
  /** A link to hand over: shown once, works once, for a day. */
  makeResetLink: route({
    method: "POST",
    path: "/api/admin/people/team-members/:id/reset-link",
    who: "admin",
    params: { id: Uuid },
    answer: HandedLink,
    status: 201,
    refusals: ["not-found"],
  }),
};
