/** The doors of the team and its admins on a world, without a socket. */
import type { TSchema } from "typebox";
import { Errors } from "typebox/value";
import { expect } from "vitest";
import { scheduleQueries } from "../../../src/adapters/postgres/queries/schedule-queries.ts";
import { settingsQueries } from "../../../src/adapters/postgres/queries/settings-queries.ts";
import { healthQueries } from "../../../src/adapters/postgres/queries/health-queries.ts";
import { createMailComposer, mailTextReader } from "../../../src/adapters/mail/compose-mail.ts";
import { probeWriter } from "../../../src/adapters/mail/probe-mail.ts";
import { mailSettingsQueries } from "../../../src/adapters/postgres/queries/mail-settings-queries.ts";
import { peopleQueries } from "../../../src/adapters/postgres/queries/people-queries.ts";
import { newStoredKey, openTokenKeys } from "../../../src/adapters/system/token-keys.ts";
import { dkimKeyMaker } from "../../../src/adapters/system/dkim-keys.ts";
import type { Log } from "../../../src/transport/edge/log.ts";
import { agentCookies } from "../../../src/transport/edge/cookies.ts";
import { passwordRoutes } from "../../../src/transport/http/passwords/password-routes.ts";
import { agentSessionRoutes } from "../../../src/transport/http/sessions/agent-session-routes.ts";
import { identityKeyRoutes } from "../../../src/transport/http/sessions/identity-key-routes.ts";
import { teamRoutes } from "../../../src/transport/http/people/team-routes.ts";
import { triggerRoutes } from "../../../src/transport/http/triggers/trigger-routes.ts";
import { triggerQueries } from "../../../src/adapters/postgres/queries/trigger-queries.ts";
import { accountRoutes } from "../../../src/transport/http/people/account-routes.ts";
import { mailSettingsRoutes } from "../../../src/transport/http/mail-settings/mail-settings-routes.ts";
import { photoRoutes } from "../../../src/transport/http/people/photo-routes.ts";
import { attachmentQueries } from "../../../src/adapters/postgres/queries/attachment-queries.ts";
import { logoRoutes } from "../../../src/transport/http/settings/logo-routes.ts";
import { scheduleRoutes } from "../../../src/transport/http/schedules/schedule-routes.ts";
import { settingsRoutes } from "../../../src/transport/http/settings/settings-routes.ts";
import { healthRoutes } from "../../../src/transport/http/health/health-routes.ts";
import { type App, createServer } from "../../../src/transport/http/server.ts";
import type { Mailer } from "../../../src/ports/continuity/mailer.ts";
import { type EmptyWorld, PASSWORD, WIDGET_WORDS } from "../world.ts";
import { edgeOf } from "./edge.ts";
import { witness } from "./witness.ts";

const NOWHERE: Mailer = { send: () => Promise.resolve({ kind: "deferred", code: null, reply: "no relay" }) };

const PUBLIC_URL = "https://desk.acme.example";

type Method = "GET" | "POST" | "PUT" | "DELETE";

interface Asked {
  /** The cookie's token; absent: nobody is signed in. */
  readonly as?: string;
  readonly body?: object;
  /** Besides those that our own pages send. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The IP address of who asks. */
  readonly from?: string;
}

export interface Answer {
  readonly statusCode: number;
  readonly body: string;
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
  readonly headers: Readonly<Record<string, unknown>>;
  json(): unknown;
}

export interface Doors {
  ask(method: Method, url: string, asked?: Asked): Promise<Answer>;
  /** The token of a session of this team member. */
  signIn(email: string): Promise<string>;
  /** Every line of the log, as JSON. */
  readonly logged: readonly string[];
  close(): Promise<void>;
}

/** `texts`: what DNS says, by name; a name that is absent has no TXT record. */
export function openDoors(
  world: EmptyWorld,
  texts: Readonly<Record<string, readonly string[]>> = {},
  mailer: Mailer = NOWHERE,
): Doors {
  const logged: string[] = [];
  const log: Log = (level, event, fields) => void logged.push(JSON.stringify({ level, event, ...fields }));
  const app = createApp(world, { texts, mailer, log });
  const ask: Doors["ask"] = (method, url, { as, body, headers, from } = {}) =>
    app.inject({
      method,
      url,
      headers: { ...(method === "GET" ? {} : { "x-ariane-request": "1", origin: PUBLIC_URL }), ...headers },
      ...(as === undefined ? {} : { cookies: { [agentCookies(PUBLIC_URL).session]: as } }),
      ...(body === undefined ? {} : { payload: body }),
      ...(from === undefined ? {} : { remoteAddress: from }),
    });
  return {
    ask,
    async signIn(email) {
      const answer = await ask("POST", "/api/agent/sign-in", { body: { email, password: PASSWORD } });
      const cookie = answer.cookies.find((each) => each.name === agentCookies(PUBLIC_URL).session);
      if (cookie === undefined) throw new Error(`no cookie: ${answer.statusCode} ${answer.body}`);
      return cookie.value;
    },
    logged,
    close: () => app.close(),
  };
}

/** The body of an answer with status 200, which holds to the contract. */
export function inContract(schema: TSchema, answer: Answer): unknown {
  const body = answer.json();
  expect({ status: answer.statusCode, faults: [...Errors(schema, body)] }).toEqual({ status: 200, faults: [] });
  return body;
}

const snippet = (brand: string): string => `<script data-brand="${brand}"></script>`;

/** Wraps the keys that sign mail. */
export const SECRET = "a secret of at least thirty-two letters";

interface Outside {
  readonly texts: Readonly<Record<string, readonly string[]>>;
  readonly mailer: Mailer;
  readonly log: Log;
}

function createApp(world: EmptyWorld, { texts, mailer, log }: Outside): App {
  const { store, clock, newId, secrets, words, keys, limiter } = world;
  const { pool } = world.database;
  const people = peopleQueries(pool);
  const hasRelay = mailer !== NOWHERE;
  const usecases = { store, clock, newId, secrets, keys, limiter };
  const { principals, limits } = edgeOf(world, PUBLIC_URL);
  const app = createServer({ log, trustedProxies: [], publicUrl: () => PUBLIC_URL, witness: witness() });
  app.register(accountRoutes({ usecases, queries: people, principals, limits, clock, demoSignIn: null, hasRelay }));
  app.register(agentSessionRoutes({ usecases, queries: people, principals, clock }));
  app.register(teamRoutes({ usecases, queries: people, principals, publicUrl: () => PUBLIC_URL }));
  app.register(triggerRoutes({ usecases, queries: triggerQueries(pool), principals }));
  app.register(passwordRoutes({ usecases, principals, limits, clock, hasRelay, publicUrl: () => PUBLIC_URL }));
  const queries = settingsQueries(pool);
  app.register(settingsRoutes({ usecases, queries, principals, snippet, hasRelay, widgetWords: WIDGET_WORDS }));
  app.register(scheduleRoutes({ usecases, queries: scheduleQueries(pool), principals }));
  const pictures = { usecases, files: attachmentQueries(pool), principals, limits };
  app.register(logoRoutes(pictures));
  app.register(photoRoutes(pictures));
  app.register(
    identityKeyRoutes({ usecases: { ...usecases, identityProver: world.identityProver }, queries, principals }),
  );
  app.register(
    healthRoutes({ usecases, queries: healthQueries(pool), principals, log, hasRelay, trouble: () => null }),
  );
  const mail = {
    ...usecases,
    dkimKeys: dkimKeyMaker(SECRET),
    keys: openTokenKeys([newStoredKey(1, null)], null),
    mailDomain: "reply.acme.example",
    mailer,
    words,
    composer: createMailComposer(),
    mailTexts: mailTextReader,
    probes: probeWriter(() => null),
    dnsTexts: (name: string) => Promise.resolve(texts[name] ?? []),
  };
  app.register(mailSettingsRoutes({ usecases: mail, queries: mailSettingsQueries(pool), principals, limits }));
  return app;
}
