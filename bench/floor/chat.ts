/** The floor of the chat: the same statement behind bare node:http and bare ws. Sixty lines, and nothing that protects anybody. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import pg from "pg";
import { type WebSocket, WebSocketServer } from "ws";
import { postedValues } from "../../src/adapters/postgres/conversation/message-columns.ts";
import { HOT_POST } from "../../src/adapters/postgres/conversation/hot-posts.ts";
import { agentId, instant, messageId } from "../../src/domain/ids.ts";
import { isServerSetting } from "../support/connection.ts";
import { obey, optionsOf } from "../support/obey.ts";

const AGENT = agentId("00000000-0000-7000-8000-0000000000a0");
const REPLY = {
  author: { kind: "agent", id: AGENT, name: "Léo" },
  channel: "messaging",
  visibility: "public",
  attachments: [],
  form: null,
  cut: null,
  fate: "waiting",
  fateBecause: null,
  inboundMailId: null,
  anotherSender: null,
} as const;
const pool = new pg.Pool({ ...optionsOf(isServerSetting).connection, max: 20 });
const rooms = new Map<string, Set<WebSocket>>();

async function post(conversation: string, json: string): Promise<string> {
  const { clientId, text } = JSON.parse(json);
  const now = instant(Date.now());
  const posted = await pool.query<{ seq: number; revision: number }>({
    name: "hot-post",
    text: HOT_POST,
    values: [
      conversation,
      "open",
      AGENT,
      "messaging",
      randomUUID(),
      now + 400,
      now + 5_000,
      now,
      ...postedValues({ ...REPLY, id: messageId(randomUUID()), text, clientId, postedAt: now }),
    ],
  });
  const [place] = posted.rows;
  const frame = JSON.stringify({ type: "changes", conversationId: conversation, ...place, text, at: now });
  for (const socket of rooms.get(conversation) ?? []) socket.send(frame);
  return JSON.stringify({ ...place, postedAt: now });
}

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    const conversation = request.url?.split("/")[4] ?? "";
    void post(conversation, body).then((json) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(json) });
      response.end(json);
    });
  });
});
server.keepAliveTimeout = 120_000;
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on("connection", (socket) => {
  socket.once("message", (data: Buffer) => {
    const { room } = JSON.parse(data.toString());
    const members = rooms.get(room) ?? new Set<WebSocket>();
    rooms.set(room, members.add(socket));
    socket.send('{"type":"welcome"}');
    socket.on("close", () => members.delete(socket));
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  obey({ port: typeof address === "object" ? (address?.port ?? 0) : 0 }, () => pool.end());
});
