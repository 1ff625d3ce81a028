import { createHash } from "node:crypto";
import type { OAuthGrant } from "../../ports/mail/access-tokens.ts";

/** What a grant is kept under: another configured refresh token is another grant, and begins anew. */
export function grantIdOf({ tokenUrl, clientId, refreshToken }: OAuthGrant): string {
  return createHash("sha256")
    .update(JSON.stringify([tokenUrl, clientId, refreshToken]))
    .digest("base64url");
}
