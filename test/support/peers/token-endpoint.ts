/** An OAuth token endpoint of our own. It takes each refresh token once, as the strictest providers do. */
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { OAuthGrant } from "../../../src/ports/mail/access-tokens.ts";

export interface TokenEndpoint {
  readonly grant: OAuthGrant;
  /** The access token that servers take at present. */
  valid(): string;
  /** From now on servers refuse what was given. */
  revoke(): void;
  /** How many access tokens were given. */
  given(): number;
  /** The refresh tokens that it took, in order. */
  refreshTokens(): readonly string[];
  /** How often it was asked, whatever it answered. */
  asked(): number;
  behave(change: Partial<TokenBehaviour>): void;
  close(): Promise<void>;
}

export interface TokenBehaviour {
  /** Whether each answer brings another refresh token. */
  readonly rotates: boolean;
  /** Seconds for which an access token holds. */
  readonly lifeS: number;
  /** It refuses whoever asks, in these words. */
  readonly refuses: { readonly status: number; readonly body: string; readonly location?: string } | null;
  /** It hangs up without a word. */
  readonly isDown: boolean;
  /** It answers only once this has resolved. */
  readonly after: Promise<void>;
}

const INVALID = { status: 400, body: '{"error":"invalid_grant"}' };

export async function startTokenEndpoint(change: Partial<TokenBehaviour> = {}): Promise<TokenEndpoint> {
  const came: string[] = [];
  let behaviour: TokenBehaviour = {
    rotates: true,
    lifeS: 3_600,
    refuses: null,
    isDown: false,
    after: Promise.resolve(),
  };
  behaviour = { ...behaviour, ...change };
  let valid = "none-yet";
  let wanted = "refresh-0";
  let asked = 0;
  const answer = (form: URLSearchParams): NonNullable<TokenBehaviour["refuses"]> => {
    if (behaviour.refuses !== null) return behaviour.refuses;
    const isRight =
      form.get("grant_type") === "refresh_token" &&
      form.get("client_id") === "ariane" &&
      form.get("client_secret") === "hush-hush" &&
      form.get("refresh_token") === wanted;
    if (!isRight) return INVALID;
    came.push(wanted);
    valid = `access-${came.length}`;
    if (behaviour.rotates) wanted = `refresh-${came.length}`;
    const given = { access_token: valid, expires_in: behaviour.lifeS };
    return { status: 200, body: JSON.stringify(behaviour.rotates ? { ...given, refresh_token: wanted } : given) };
  };
  const server = createServer((request, response) => {
    void (async () => {
      asked += 1;
      const form = new URLSearchParams(await text(request));
      await behaviour.after;
      if (behaviour.isDown) {
        request.socket.destroy();
        return;
      }
      const { status, body, location } = answer(form);
      response.writeHead(status, {
        "content-type": "application/json",
        ...(location === undefined ? {} : { location }),
      });
      response.end(body);
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    grant: {
      tokenUrl: `http://127.0.0.1:${address.port}/token`,
      clientId: "ariane",
      clientSecret: "hush-hush",
      refreshToken: "refresh-0",
    },
    valid: () => valid,
    revoke: () => (valid = "revoked"),
    given: () => came.length,
    refreshTokens: () => came,
    asked: () => asked,
    behave: (next) => (behaviour = { ...behaviour, ...next }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
