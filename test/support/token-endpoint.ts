/** An OAuth token endpoint of our own: gives an access token for a refresh token, and a new one of those each time. */
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { OAuthConfig } from "../../src/config.ts";

export interface TokenEndpoint {
  readonly setting: OAuthConfig;
  /** The access token that servers take at present. */
  valid(): string;
  /** From now on servers refuse what was given. */
  revoke(): void;
  /** How many access tokens were given. */
  given(): number;
  /** The refresh tokens that came, in order. */
  refreshTokens(): readonly string[];
  close(): Promise<void>;
}

export async function startTokenEndpoint(): Promise<TokenEndpoint> {
  const came: string[] = [];
  let valid = "none yet";
  const server = createServer((request, response) => {
    void (async () => {
      const form = new URLSearchParams(await text(request));
      const refresh = form.get("refresh_token") ?? "";
      const isRight =
        form.get("grant_type") === "refresh_token" &&
        form.get("client_id") === "ariane" &&
        form.get("client_secret") === "hush" &&
        refresh === `refresh-${came.length}`;
      if (!isRight) {
        response.writeHead(400).end('{"error":"invalid_grant"}');
        return;
      }
      came.push(refresh);
      valid = `access-${came.length}`;
      const answer = { access_token: valid, expires_in: 3600, refresh_token: `refresh-${came.length}` };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    setting: {
      tokenUrl: `http://127.0.0.1:${address.port}/token`,
      clientId: "ariane",
      clientSecret: "hush",
      refreshToken: "refresh-0",
    },
    valid: () => valid,
    revoke: () => (valid = "revoked"),
    given: () => came.length,
    refreshTokens: () => came,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
