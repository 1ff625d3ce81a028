/** The widget's and the agents' door on one world, for those who send files and fetch them. */
import type { LightMyRequestResponse } from "fastify";
import { FILE_NAME_HEADER, type WidgetMessage } from "../../../contract/shared.ts";
import { agentQueries } from "../../../src/adapters/postgres/queries/conversation/agent-queries.ts";
import { createLocalBus } from "../../../src/adapters/bus/local-bus.ts";
import { attachmentQueries } from "../../../src/adapters/postgres/queries/attachment-queries.ts";
import { widgetQueries } from "../../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import type { Attachment } from "../../../src/domain/attachments/attachment.ts";
import { type ConversationId, type Seq, revision } from "../../../src/domain/ids.ts";
import type { AgentIdentity } from "../../../src/domain/people/roles.ts";
import type { WidgetPrincipal } from "../../../src/domain/sessions/session.ts";
import { agentCookies } from "../../../src/transport/edge/cookies.ts";
import { agentRoutes } from "../../../src/transport/http/conversation/agent-routes.ts";
import { filePage } from "../../../src/transport/http/attachments/file-page.ts";
import { mailPages } from "../../../src/transport/http/mail/mail-pages.ts";
import { type App, createServer } from "../../../src/transport/http/server.ts";
import { widgetRoutes } from "../../../src/transport/http/conversation/widget-routes.ts";
import { type BackOffice, PUBLIC_URL } from "../back-office.ts";
import { tokenOf } from "./signed-in.ts";
import { edgeOf } from "./edge.ts";
import { marie, WIDGET_WORDS } from "../world.ts";
import { witness } from "./witness.ts";

type Headers = Readonly<Record<string, string>>;

export type Reader = "marie" | "leo" | "stranger";

export interface FileDoors {
  readonly app: App;
  upload(as: Reader, body: Buffer, file: UploadedAs): Promise<LightMyRequestResponse>;
  uploadBy(agent: AgentIdentity, body: Buffer): Promise<Attachment>;
  /** `more`: further headers. */
  download(as: Reader, id: string, more?: Headers): Promise<LightMyRequestResponse>;
  /** Takes a file out again. */
  drop(as: Reader, id: string): Promise<LightMyRequestResponse>;
  /** Marie writes into her conversation. */
  post(id: ConversationId, message: PostedWith): Promise<LightMyRequestResponse>;
  messageOf(as: "marie" | "leo", id: ConversationId, at: Seq): Promise<ShownMessage>;
  close(): Promise<void>;
}

export interface UploadedAs {
  readonly name: string;
  readonly type: string;
  /** The header as it is sent, in the place of the encoded name. */
  readonly rawName?: string;
}

export interface PostedWith {
  readonly text: string;
  readonly attachments: readonly string[];
  readonly clientId?: string;
}

export type ShownMessage = Pick<WidgetMessage, "text" | "attachments">;

/** `who`: whose browser Marie's is. The stranger has a session of their own. */
export async function openFileDoors(given: BackOffice, who: WidgetPrincipal): Promise<FileDoors> {
  const app = createApp(given);
  const headers: Readonly<Record<Reader, Headers>> = {
    marie: await widgetHeaders(given, who),
    stranger: await widgetHeaders(given, await marie(given)),
    leo: await agentHeaders(given, given.leo),
  };
  const doorOf = (as: Reader): string => (as === "leo" ? "/api/agent" : "/api/widget");
  const send = (door: string, own: Headers, body: Buffer, file: UploadedAs) =>
    app.inject({
      method: "POST",
      url: `${door}/attachments`,
      headers: { ...own, "content-type": file.type, [FILE_NAME_HEADER]: file.rawName ?? encodeURIComponent(file.name) },
      payload: body,
    });
  let posts = 0;
  return {
    app,
    upload: (as, body, file) => send(doorOf(as), headers[as], body, file),
    async uploadBy(agent, body) {
      const own = await agentHeaders(given, agent);
      return (await send("/api/agent", own, body, { name: "a.pdf", type: "application/pdf" })).json<Attachment>();
    },
    download: (as, id, more = {}) =>
      app.inject({ url: `${doorOf(as)}/attachments/${id}`, headers: { ...headers[as], ...more } }),
    drop: (as, id) => app.inject({ method: "DELETE", url: `${doorOf(as)}/attachments/${id}`, headers: headers[as] }),
    post: (id, message) =>
      app.inject({
        method: "POST",
        url: `/api/widget/conversations/${id}/messages`,
        headers: headers.marie,
        payload: { clientId: `file-message-${(posts += 1)}`, shownUpTo: 0, ...message },
      }),
    async messageOf(as, id, at) {
      const { pool } = given.database;
      const seen =
        as === "leo"
          ? await agentQueries(pool).changes(given.leo, id, revision(0), given.clock.now())
          : await widgetQueries(pool).changes(who, id, revision(0));
      const found = seen?.messages.find((message) => message.seq === at);
      if (found === undefined) throw new Error(`${as} sees no message ${at}`);
      return found;
    },
    close: () => app.close(),
  };
}

const loadBrand = () => Promise.resolve(null);

function createApp({ store, clock, secrets, database, ...given }: BackOffice): App {
  const { pool } = database;
  const { origins, principals, limits } = edgeOf({ store, clock, secrets, database }, PUBLIC_URL);
  const app = createServer({
    log: () => undefined,
    trustedProxies: [],
    publicUrl: () => PUBLIC_URL,
    witness: witness(),
  });
  const files = attachmentQueries(pool);
  const usecases = { ...given, store, clock, secrets, database };
  const shared = { usecases, principals, origins, limits, clock, files };
  app.register(
    widgetRoutes({
      ...shared,
      queries: widgetQueries(pool),
      bus: createLocalBus(),
      isDemo: false,
      widgetWords: WIDGET_WORDS,
    }),
  );
  app.register(agentRoutes({ ...shared, queries: agentQueries(pool) }));
  const loadAccount = () => store.transaction((tx) => tx.settings.findAccount());
  app.register(filePage({ loadBrand, words: given.words, clock, secrets, files, loadAccount }));
  app.register(mailPages({ usecases, words: given.words, loadAccount, loadBrand }));
  return app;
}

async function widgetHeaders({ database, secrets }: BackOffice, who: WidgetPrincipal): Promise<Headers> {
  const token = secrets.newToken();
  await database.pool.query("update widget_session set token_hash = $2 where id = $1", [
    who.sessionId,
    Buffer.from(secrets.hashToken(token)),
  ]);
  return { authorization: `Bearer ${token}` };
}

async function agentHeaders(world: BackOffice, agent: AgentIdentity): Promise<Headers> {
  const cookie = await tokenOf(world, agent.id);
  return { cookie: `${agentCookies(PUBLIC_URL).session}=${cookie}`, "x-ariane-request": "1", origin: PUBLIC_URL };
}
