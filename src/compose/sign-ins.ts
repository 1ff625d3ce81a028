/** Sign-in by OAuth at the mail servers: one place for all doors, so that two of them share one grant. */
import { createAccessTokens } from "../adapters/oauth/access-tokens.ts";
import { grantIdOf } from "../adapters/oauth/grant-id.ts";
import { grantBook } from "../adapters/postgres/mail/grant-book.ts";
import type { Pool } from "../adapters/postgres/pool.ts";
import type { GrantedDoor } from "../adapters/postgres/queries/sign-in-queries.ts";
import { vaultWith } from "../adapters/system/sealing.ts";
import type { GrantTrouble, OAuthDoor } from "../domain/mail-settings/grant-trouble.ts";
import type { AccessTokens, OAuthGrant } from "../ports/mail/access-tokens.ts";
import type { Clock } from "../ports/system.ts";
import type { Log } from "../transport/edge/log.ts";

interface Deps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  readonly secret: string | null;
}

export interface Grants {
  /** The access tokens of a grant, the same for all doors that share it; this door is listed from now on. */
  open(door: OAuthDoor, grant: OAuthGrant): AccessTokens;
  /** The doors of this process that sign in by OAuth. */
  doors(): readonly GrantedDoor[];
}

export function openGrants({ pool, clock, log, secret }: Deps): Grants {
  const book = grantBook({ pool, clock, vault: vaultWith(secret) });
  const open = new Map<string, AccessTokens>();
  const doors = new Map<OAuthDoor, string>();
  return {
    open(door, grant) {
      const grantId = grantIdOf(grant);
      doors.set(door, grantId);
      const tried = (trouble: GrantTrouble | null): void =>
        trouble === null
          ? log("info", "access-token-given", { door })
          : log("warn", "access-token-denied", { door, because: trouble.kind, said: trouble.said });
      const tokens = open.get(grantId) ?? createAccessTokens({ grant, grantId, book, now: () => clock.now(), tried });
      open.set(grantId, tokens);
      return tokens;
    },
    doors: () => [...doors].map(([door, grantId]) => ({ door, grantId })),
  };
}
