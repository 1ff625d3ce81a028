/** What the doctor says of sign-in by OAuth at the mail servers. Nothing is tried: a server renews its grants itself. */
import { grantIdOf } from "../adapters/oauth/grant-id.ts";
import { loadSignIns } from "../adapters/postgres/queries/sign-in-queries.ts";
import type { Pool } from "../adapters/postgres/pool.ts";
import { explainTrouble, type OAuthDoor } from "../domain/mail-settings/grant-trouble.ts";
import type { OAuthGrant } from "../ports/mail/access-tokens.ts";
import type { Finding } from "./doctor.ts";

const DOORS: Readonly<Record<OAuthDoor, string>> = { smtp: "the relay (SMTP)", imap: "the mailbox (IMAP)" };

/** What is configured of sign-in; null: nothing there. */
interface SignInSettings {
  readonly smtpOAuth: OAuthGrant | null;
  readonly imap: {
    readonly signIn:
      { readonly kind: "oauth"; readonly grant: OAuthGrant } | { readonly kind: "password"; readonly password: string };
  } | null;
}

/** Empty: no door signs in by OAuth. */
export async function examineSignIns(pool: Pool, { smtpOAuth, imap }: SignInSettings): Promise<readonly Finding[]> {
  const grants: readonly (readonly [OAuthDoor, OAuthGrant | null])[] = [
    ["smtp", smtpOAuth],
    ["imap", imap?.signIn.kind === "oauth" ? imap.signIn.grant : null],
  ];
  const doors = grants.flatMap(([door, grant]) => (grant === null ? [] : [{ door, grantId: grantIdOf(grant) }]));
  const signIns = await loadSignIns(pool, doors);
  return signIns.map(({ door, triedAt, trouble }): Finding => {
    if (triedAt === null) return { state: "note", text: `${DOORS[door]}: no access token was asked for yet` };
    if (trouble === null) return { state: "good", text: `${DOORS[door]}: the provider gives access tokens` };
    const since = new Date(trouble.since).toISOString();
    return { state: "bad", text: `${DOORS[door]}: none since ${since}. ${explainTrouble(trouble, door)}` };
  });
}
