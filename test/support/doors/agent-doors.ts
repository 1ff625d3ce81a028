/** The agents' doors to conversations and stored mail on a back office, without a socket. */
import { createMailViewer } from "../../../src/adapters/mail/view-mail.ts";
import { parseMime } from "../../../src/adapters/mail/mime-in.ts";
import { attachmentQueries } from "../../../src/adapters/postgres/queries/attachment-queries.ts";
import { agentQueries } from "../../../src/adapters/postgres/queries/conversation/agent-queries.ts";
import { blockedQueries } from "../../../src/adapters/postgres/queries/blocked-queries.ts";
import { peopleQueries } from "../../../src/adapters/postgres/queries/people-queries.ts";
import { storedMailQueries } from "../../../src/adapters/postgres/queries/stored-mail-queries.ts";
import { readWritten } from "../../../src/adapters/mail/text/reply-text.ts";
import { languageOf } from "../../../src/adapters/mail/text/language-of.ts";
import { agentCookies } from "../../../src/transport/edge/cookies.ts";
import { agentSessionRoutes } from "../../../src/transport/http/sessions/agent-session-routes.ts";
import { accountRoutes } from "../../../src/transport/http/people/account-routes.ts";
import { agentRoutes } from "../../../src/transport/http/conversation/agent-routes.ts";
import { blockedRoutes } from "../../../src/transport/http/people/blocked-routes.ts";
import { createServer } from "../../../src/transport/http/server.ts";
import { triageRoutes } from "../../../src/transport/http/mail/triage-routes.ts";
import type { Answer } from "./admin-doors.ts";
import { type BackOffice, MAIL_DOMAIN, PUBLIC_URL } from "../back-office.ts";
import { edgeOf } from "./edge.ts";
import { LEO, PASSWORD } from "../world.ts";
import { witness } from "./witness.ts";

export interface AgentDoors {
  /** By Léo, unless another's token is given; null: by nobody. */
  ask(
    method: "GET" | "POST",
    path: string,
    asked?: { readonly body?: object; readonly as?: string | null },
  ): Promise<Answer & { readonly headers: Readonly<Record<string, unknown>> }>;
  signIn(email: string): Promise<string>;
  close(): Promise<void>;
}

export async function openAgentDoors(office: BackOffice): Promise<AgentDoors> {
  const { clock, database } = office;
  const people = peopleQueries(database.pool);
  const { principals, limits } = edgeOf(office, PUBLIC_URL);
  const reader = { parse: parseMime, written: readWritten, languageOf };
  const usecases = { ...office, mailDomain: MAIL_DOMAIN, reader };
  const app = createServer({
    log: () => undefined,
    trustedProxies: [],
    publicUrl: () => PUBLIC_URL,
    witness: witness(),
  });
  app.register(
    accountRoutes({ usecases, queries: people, principals, limits, clock, demoSignIn: null, hasRelay: true }),
  );
  app.register(agentSessionRoutes({ usecases, queries: people, principals, clock }));
  const files = attachmentQueries(database.pool);
  app.register(agentRoutes({ usecases, queries: agentQueries(database.pool), principals, limits, files, clock }));
  app.register(blockedRoutes({ usecases, queries: blockedQueries(database.pool), principals }));
  const queries = storedMailQueries(database.pool);
  app.register(triageRoutes({ usecases, queries, viewer: createMailViewer(), principals }));
  const signIn: AgentDoors["signIn"] = async (email) => {
    const headers = { "x-ariane-request": "1", origin: PUBLIC_URL };
    const payload = { email, password: PASSWORD };
    const answer = await app.inject({ method: "POST", url: "/api/agent/sign-in", headers, payload });
    const cookie = answer.cookies.find((each) => each.name === agentCookies(PUBLIC_URL).session);
    if (cookie === undefined) throw new Error(`no cookie: ${answer.statusCode} ${answer.body}`);
    return cookie.value;
  };
  const leo = await signIn(LEO);
  return {
    ask: (method, path, { body, as = leo } = {}) =>
      app.inject({
        method,
        url: `/api/agent${path}`,
        headers: method === "GET" ? {} : { "x-ariane-request": "1", origin: PUBLIC_URL },
        ...(as === null ? {} : { cookies: { [agentCookies(PUBLIC_URL).session]: as } }),
        ...(body === undefined ? {} : { payload: body }),
      }),
    signIn,
    close: () => app.close(),
  };
}
