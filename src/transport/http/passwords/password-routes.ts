/** Passwords: one's own, forgotten ones, and the links that choose another. */
import { passwordsApi } from "../../../../contract/passwords/passwords.ts";
import { agentId, HOUR, millis, MINUTE } from "../../../domain/ids.ts";
import { refuse } from "../../../domain/refusal.ts";
import { ok } from "../../../domain/result.ts";
import type { Clock } from "../../../ports/system.ts";
import { askReset } from "../../../usecases/passwords/ask-reset.ts";
import { changePassword } from "../../../usecases/passwords/change-password.ts";
import { makeResetLink } from "../../../usecases/passwords/make-reset-link.ts";
import { lookAtReset, redeemReset } from "../../../usecases/passwords/redeem-reset.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { serve } from "../serve.ts";
import type { App } from "../server.ts";
import { keepSession, openedFrom } from "../sessions/keep-session.ts";

interface PasswordRoutesDeps {
  readonly usecases: Parameters<typeof redeemReset>[0] & Parameters<typeof keepSession>[0]["usecases"];
  readonly principals: Principals;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly publicUrl: () => string;
  /** Whether a mail can leave at all. */
  readonly hasRelay: boolean;
}

/** Whoever waits for a mail asks again once or twice; a stranger fills nobody's inbox. */
const FORGOTTEN_AN_ADDRESS = { most: 3, within: HOUR };
const FORGOTTEN_A_NETWORK = { most: 10, within: HOUR };
/** Nobody guesses 256 bits; each try with a good link costs a hash. */
const LINKS_A_NETWORK = { most: 30, within: millis(10 * MINUTE) };
/** Whoever sits at another's computer guesses no oftener. */
const CHANGES_AN_AGENT = { most: 10, within: millis(15 * MINUTE) };

export function passwordRoutes(deps: PasswordRoutesDeps): (app: App) => Promise<void> {
  const { usecases, principals, limits, publicUrl, hasRelay } = deps;
  return async (app) => {
    const door = { app, principals };
    serve(door, passwordsApi.change, async ({ acting, who, body, request }) => {
      await limits.take(`password:${who.id}`, CHANGES_AN_AGENT);
      return changePassword(acting(usecases), who, { ...body, session: principals.agentTokenHash(request) });
    });
    serve(door, passwordsApi.forgot, async ({ acting, body, request }) => {
      if (!hasRelay) return refuse("no-relay", "No mail leaves this installation: ask an admin for a link.");
      await limits.takeOf("forgot", request.ip, FORGOTTEN_A_NETWORK);
      await limits.take(`forgot:${body.email.trim().toLowerCase()}`, FORGOTTEN_AN_ADDRESS);
      await askReset(acting(usecases), body.email);
      return ok(null);
    });
    serve(door, passwordsApi.lookAtReset, async ({ body, request }) => {
      await limits.takeOf("reset", request.ip, LINKS_A_NETWORK);
      return lookAtReset(usecases, body.token);
    });
    serve(door, passwordsApi.redeemReset, async ({ acting, body, request, reply }) => {
      await limits.takeOf("reset", request.ip, LINKS_A_NETWORK);
      const redeemed = await redeemReset(acting(usecases), { ...body, from: openedFrom(request) });
      if (redeemed.ok) keepSession(deps, request, reply, redeemed.value);
      return redeemed;
    });
    serve(door, passwordsApi.makeResetLink, ({ acting, params }) =>
      makeResetLink(acting(usecases), { id: agentId(params.id) }, publicUrl()),
    );
  };
}
