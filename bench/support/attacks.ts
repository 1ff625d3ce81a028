/** The floods of `npm run bench -- flood`: each makes attempts without waiting, from one network or from as many as there are. */
import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import { WebSocket } from "ws";
import { BRAND } from "./seed.ts";

export interface Target {
  readonly port: number;
  readonly mailPort: number;
  /** By `X-Forwarded-For`, and for mail by addresses of this machine. */
  readonly from: "one" | "many";
}

export interface Attack {
  readonly name: string;
  open(target: Target): Promise<Flood>;
}

interface Flood {
  /** Says what was answered. */
  attempt(): Promise<string>;
  close(): void;
}

const MB = 1024 * 1024;
/** As many sockets and half uploads are held open at most: a machine has no more ports to spare. */
const HELD_AT_MOST = 2_000;
const JSON_TYPE = { "content-type": "application/json" };

const octet = (): number => 1 + Math.floor(Math.random() * 250);

/** A stranger's address. */
function addressOf({ from }: Target): string {
  return from === "one" ? "198.51.100.7" : `${11 + Math.floor(Math.random() * 80)}.${octet()}.${octet()}.${octet()}`;
}

async function post(target: Target, path: string, headers: Readonly<Record<string, string>>, body: object) {
  const answer = await fetch(`http://127.0.0.1:${target.port}${path}`, {
    method: "POST",
    headers: { ...JSON_TYPE, "x-forwarded-for": addressOf(target), ...headers },
    body: JSON.stringify(body),
  });
  return { status: String(answer.status), text: await answer.text() };
}

const openSession = async (target: Target): Promise<string | null> => {
  const browser = { brandId: BRAND, locale: null, browserLanguages: ["en"], timeZone: null };
  const { status, text } = await post(target, "/api/widget/sessions", {}, browser);
  if (status !== "201") return null;
  const started: unknown = JSON.parse(text);
  return typeof started === "object" && started !== null && "token" in started ? String(started.token) : null;
};

const lost = (): string => "no answer";
const nothing = (): void => undefined;

const signIns: Attack = {
  name: "sign-ins",
  open: async (target) => ({
    attempt: () =>
      post(
        target,
        "/api/agent/sign-in",
        { "x-ariane-request": "1" },
        { email: `leo${Math.random()}@acme.example`, password: "a wrong one of some length" },
      ).then(({ status }) => status, lost),
    close: nothing,
  }),
};

const conversations: Attack = {
  name: "conversations",
  open: async (target) => ({
    async attempt() {
      const token = await openSession(target).catch(() => null);
      if (token === null) return "no session";
      const headers = { authorization: `Bearer ${token}` };
      const first = { clientId: `flood-${randomUUID()}`, text: "Buy now", pageUrl: null };
      return post(target, "/api/widget/conversations", headers, first).then(({ status }) => status, lost);
    },
    close: nothing,
  }),
};

/** Half of them have a session. A megabyte of 24 comes, and no more. */
const uploads: Attack = {
  name: "half uploads",
  async open(target) {
    const held = new Set<Socket>();
    const tokens = [await openSession(target).catch(() => null), "nobody"];
    const half = Buffer.alloc(MB, "a");
    let n = 0;
    return {
      attempt: () =>
        new Promise((resolve) => {
          if (held.size >= HELD_AT_MOST) return resolve("held back");
          const socket = connect(target.port, "127.0.0.1");
          held.add(socket);
          socket.on("error", nothing);
          socket.once("data", (data) => resolve(String(data).slice(9, 12)));
          socket.once("close", () => {
            held.delete(socket);
            resolve("cut off");
          });
          const token = tokens[(n += 1) % 2] ?? "nobody";
          socket.write(
            `POST /api/widget/attachments HTTP/1.1\r\nhost: 127.0.0.1:${target.port}\r\nx-forwarded-for: ${addressOf(target)}\r\nauthorization: Bearer ${token}\r\ncontent-type: text/plain\r\ncontent-length: ${24 * MB}\r\n\r\n`,
          );
          socket.write(half);
        }),
      close: () => held.forEach((socket) => socket.destroy()),
    };
  },
};

const sockets: Attack = {
  name: "sockets",
  async open(target) {
    const held = new Set<WebSocket>();
    return {
      attempt: () =>
        new Promise((resolve) => {
          if (held.size >= HELD_AT_MOST) return resolve("held back");
          const socket = new WebSocket(`ws://127.0.0.1:${target.port}/api/widget/socket`, {
            origin: `http://127.0.0.1:${target.port}`,
            headers: { "x-forwarded-for": addressOf(target) },
          });
          held.add(socket);
          socket.on("open", () => resolve("open"));
          socket.on("unexpected-response", (_request, response) => {
            resolve(String(response.statusCode));
            socket.terminate();
          });
          socket.on("error", () => resolve("no answer"));
          socket.on("close", () => held.delete(socket));
        }),
      close: () => held.forEach((socket) => socket.terminate()),
    };
  },
};

/** Fresh mails by senders who prove nothing, one a connection. */
const mails: Attack = {
  name: "mails",
  async open(target) {
    const held = new Set<Socket>();
    return {
      attempt() {
        const who = `s${Math.random().toString(36).slice(2)}@nowhere.example`;
        const localAddress =
          target.from === "one"
            ? "127.0.0.1"
            : `127.${1 + Math.floor(Math.random() * 200)}.${Math.floor(Math.random() * 200)}.9`;
        const socket = connect({ port: target.mailPort, host: "127.0.0.1", localAddress });
        held.add(socket);
        return converse(socket, [
          "EHLO nowhere.example\r\n",
          `MAIL FROM:<${who}>\r\n`,
          "RCPT TO:<help@acme.example>\r\n",
          "DATA\r\n",
          `From: <${who}>\r\nTo: <help@acme.example>\r\nSubject: Buy\r\nMessage-ID: <${who}>\r\n\r\nBuy now.\r\n.\r\n`,
        ]).finally(() => {
          held.delete(socket);
          socket.destroy();
        });
      },
      close: () => held.forEach((socket) => socket.destroy()),
    };
  },
};

/** One line, one answer; says the code of the last, or of the first that is no yes. */
function converse(socket: Socket, lines: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let said = 0;
    let heard = "";
    socket.on("error", nothing);
    socket.on("close", () => resolve("cut off"));
    socket.setEncoding("utf8").on("data", (data) => {
      heard += String(data);
      const last = /(?:^|\n)(\d{3}) [^\n]*\r\n$/.exec(heard);
      if (last === null) return;
      heard = "";
      const code = last[1] ?? "";
      const next = lines[said];
      if (code >= "400" || next === undefined) return resolve(code);
      said += 1;
      socket.write(next);
    });
  });
}

export const ATTACKS: readonly Attack[] = [signIns, uploads, conversations, mails, sockets];
