/** People at the doors of running servers: a visitor's widget and an agent's workspace, without a browser. */
import { WebSocket } from "ws";
import type { ServerToAgentFrame } from "../../../contract/live/agent-frames.ts";
import type { ServerToWidgetFrame, WidgetFrame } from "../../../contract/live/widget-frames.ts";
import { FILE_NAME_HEADER } from "../../../contract/shared.ts";
import { type BrandId, conversationId, type ConversationId } from "../../../src/domain/ids.ts";
import { AGENT_COOKIE } from "../../../src/transport/edge/cookies.ts";
import { until } from "../until.ts";

/** A server; any process of an installation is as good as another. */
export interface Door {
  readonly url: string;
}

let lastClientId = 0;
export const newClientId = (): string => `client-${(lastClientId += 1)}-of-this-test`;

interface Said {
  readonly text: string;
  /** Given where the same message is sent again. */
  readonly clientId?: string;
  /** Ids of files uploaded before. */
  readonly attachments?: readonly string[];
}

export interface Visitor {
  readonly token: string;
  /** The first message, which makes a conversation. */
  begin(door: Door, said: Said): Promise<ConversationId>;
  write(door: Door, id: ConversationId, said: Said & { readonly shownUpTo?: number }): Promise<number>;
  giveAddress(door: Door, id: ConversationId, address: string): Promise<void>;
  /** An open panel; it is welcome when this resolves. */
  connect(door: Door): Promise<Line<ServerToWidgetFrame>>;
}

export async function visit(door: Door, brandId: BrandId, language = "en"): Promise<Visitor> {
  const newcomer = { brandId, locale: null, browserLanguages: [language], timeZone: "Europe/Paris" };
  const token = text(await ask(door, "POST", "/api/widget/sessions", { body: newcomer }), "token");
  const headers = { authorization: `Bearer ${token}` };
  return {
    token,
    async begin(at, { text: words, clientId = newClientId() }) {
      const body = { clientId, text: words, pageUrl: "https://shop.example/cart" };
      const begun = await ask(at, "POST", "/api/widget/conversations", { headers, body });
      return conversationId(text(field(begun, "conversation"), "id"));
    },
    async write(at, id, { text: words, clientId = newClientId(), shownUpTo = 0 }) {
      const body = { clientId, text: words, shownUpTo };
      return count(await ask(at, "POST", `/api/widget/conversations/${id}/messages`, { headers, body }), "seq");
    },
    async giveAddress(at, id, address) {
      const body = { address, confirmed: true };
      await ask(at, "PUT", `/api/widget/conversations/${id}/address`, { headers, body });
    },
    async connect(at) {
      const line = openLine<ServerToWidgetFrame>(new WebSocket(socketUrl(at, "widget"), { origin: at.url }));
      await line.say({ type: "hello", token, revisions: {} } satisfies WidgetFrame);
      await line.hears("a welcome", (frame) => frame.type === "welcome");
      return line;
    },
  };
}

export interface Desk {
  reply(door: Door, id: ConversationId, said: Said): Promise<number>;
  /** Uploads a file for a message; answers its id. */
  upload(door: Door, file: { readonly name: string; readonly type: string; readonly bytes: Buffer }): Promise<string>;
  download(door: Door, attachmentId: string): Promise<Buffer>;
  edit(door: Door, id: ConversationId, seq: number, words: string): Promise<void>;
  remove(door: Door, id: ConversationId, seq: number): Promise<void>;
  /** A workspace that has this conversation open. */
  watch(door: Door, id: ConversationId): Promise<Line<ServerToAgentFrame>>;
}

export function desk(token: string): Desk {
  const headers = { "x-ariane-request": "1", cookie: `${AGENT_COOKIE}=${token}` };
  return {
    async reply(at, id, { text: words, clientId = newClientId(), attachments = [] }) {
      const body = { clientId, text: words, attachments, visibility: "public", status: null };
      return count(await ask(at, "POST", messagesPath(id), { headers, body }), "seq");
    },
    async upload(at, { name, type, bytes }) {
      const named = { ...headers, "content-type": type, [FILE_NAME_HEADER]: encodeURIComponent(name) };
      const body = new Uint8Array(bytes);
      const answer = await fetch(`${at.url}/api/agent/attachments`, { method: "POST", headers: named, body });
      if (!answer.ok) throw new Refused(answer.status, `upload: ${await answer.text()}`);
      return text(await answer.json(), "id");
    },
    async download(at, attachmentId) {
      const answer = await fetch(`${at.url}/api/agent/attachments/${attachmentId}`, { headers });
      return Buffer.from(await answer.arrayBuffer());
    },
    async edit(at, id, seq, words) {
      await ask(at, "PATCH", `${messagesPath(id)}/${seq}`, { headers, body: { text: words } });
    },
    async remove(at, id, seq) {
      await ask(at, "DELETE", `${messagesPath(id)}/${seq}`, { headers });
    },
    async watch(at, id) {
      const line = openLine<ServerToAgentFrame>(
        new WebSocket(socketUrl(at, "agent"), { origin: at.url, headers: { cookie: headers.cookie } }),
      );
      await line.say({ type: "watch", conversationId: id, revision: 0 });
      await line.hears("the conversation", (frame) => frame.type === "changes" && frame.conversationId === id);
      return line;
    },
  };
}

const messagesPath = (id: ConversationId): string => `/api/agent/conversations/${id}/messages`;

export interface Line<Frame> {
  readonly frames: readonly Frame[];
  say(frame: object): Promise<void>;
  /** Resolves with the first frame of this kind, come already or to come. */
  hears(what: string, isIt: (frame: Frame) => boolean): Promise<Frame>;
  hangUp(): void;
  /** Nobody has ended it. */
  isOpen(): boolean;
}

function openLine<Frame>(socket: WebSocket): Line<Frame> {
  const frames: Frame[] = [];
  const opened = new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("message", (data: Buffer) => frames.push(JSON.parse(data.toString())));
  return {
    frames,
    async say(frame) {
      await opened;
      socket.send(JSON.stringify(frame));
    },
    hears: (what, isIt) => until(`a socket hears ${what}`, () => frames.find(isIt) ?? null),
    hangUp: () => socket.terminate(),
    isOpen: () => socket.readyState === socket.OPEN,
  };
}

const socketUrl = (door: Door, of: "widget" | "agent"): string => `${door.url.replace("http", "ws")}/api/${of}/socket`;

/** The server answered with something else than what was asked for. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, what: string) {
    super(`${what}: ${status}`);
    this.status = status;
  }
}

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

async function ask(door: Door, method: string, path: string, { headers = {}, body }: Asked): Promise<unknown> {
  const answer = await fetch(`${door.url}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const said = await answer.text();
  if (!answer.ok) throw new Refused(answer.status, `${method} ${path}: ${said}`);
  return said === "" ? null : JSON.parse(said);
}

function field(of: unknown, name: string): unknown {
  const entry = Object.entries(typeof of === "object" && of !== null ? of : {}).find(([key]) => key === name);
  if (entry === undefined) throw new Error(`an answer without ${name}: ${JSON.stringify(of)}`);
  return entry[1];
}

const text = (of: unknown, name: string): string => String(field(of, name));
const count = (of: unknown, name: string): number => Number(field(of, name));
