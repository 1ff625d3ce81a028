/** Léo at his desk, by the same doors that the workspace uses: what he sees of files, and what he sends. */
import { expect } from "vitest";
import { FILE_NAME_HEADER } from "../../contract/shared.ts";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import type { Product } from "./servers/product.ts";

export interface SentFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export interface ShownFile {
  readonly id: string;
  readonly name: string;
}

/** Everything is about the newest conversation. */
export interface Desk {
  /** Of the demo's brand. */
  readonly brandId: string;
  /** Lets pages of this origin carry the widget, as an admin does under Channels › Messaging. */
  allow(origin: string): Promise<void>;
  /** The files of the one message with this text. */
  filesOf(text: string): Promise<readonly ShownFile[]>;
  download(id: string): Promise<Buffer>;
  /** A reply of files only. */
  send(files: readonly SentFile[]): Promise<void>;
  /** A reply of words only. */
  say(text: string): Promise<void>;
  solve(): Promise<void>;
}

interface Brand {
  readonly id: string;
  readonly snippet: string;
  readonly mendBy: number | null;
  readonly logo: unknown;
  readonly sightings: unknown;
  readonly allowedOrigins: readonly string[];
}

interface Message {
  readonly text: string;
  readonly attachments: readonly ShownFile[];
}

interface Asked {
  readonly method: "GET" | "POST" | "PUT";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

const FROM_OUR_PAGE = { "content-type": "application/json", "x-ariane-request": "1" };

/** Signs in to the demo. */
export async function openDesk({ url, server }: Product): Promise<Desk> {
  const sent = { method: "POST", headers: FROM_OUR_PAGE, body: JSON.stringify(DEMO_SIGN_IN) };
  const signedIn = await fetch(`${url}/api/agent/sign-in`, sent);
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";

  const ask = async (path: string, { headers = {}, ...asked }: Asked = { method: "GET" }): Promise<Buffer> => {
    const answer = await fetch(`${url}/api/${path}`, { ...asked, headers: { ...FROM_OUR_PAGE, cookie, ...headers } });
    const body = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body.toString()}`);
    return body;
  };
  const newest = async (): Promise<string> => {
    const sql = "select id from conversation order by created_at desc limit 1";
    const found = await server.house.pool.query<{ id: string }>(sql);
    return found.rows[0]?.id ?? "";
  };
  const upload = async ({ name, mimeType, buffer }: SentFile): Promise<string> => {
    const headers = { "content-type": mimeType, [FILE_NAME_HEADER]: encodeURIComponent(name) };
    const answer = await ask("agent/attachments", { method: "POST", headers, body: new Uint8Array(buffer) });
    const { id }: ShownFile = JSON.parse(answer.toString());
    return id;
  };
  const reply = async (text: string, attachments: readonly string[]): Promise<void> => {
    const body = { clientId: crypto.randomUUID(), text, attachments, visibility: "public", status: null };
    await ask(`agent/conversations/${await newest()}/messages`, { method: "POST", body: JSON.stringify(body) });
  };
  const brands: { brands: readonly Brand[] } = JSON.parse((await ask("admin/messaging")).toString());
  const [brand] = brands.brands;
  if (brand === undefined) throw new Error("the demo has no brand");
  const { snippet: _snippet, mendBy: _mendBy, logo: _logo, sightings: _sightings, ...settings } = brand;
  const brandId = brand.id;

  return {
    brandId,
    async allow(origin) {
      const body = JSON.stringify({ ...settings, allowedOrigins: [...settings.allowedOrigins, origin] });
      await ask(`admin/messaging/${brandId}`, { method: "PUT", body });
    },
    async filesOf(text) {
      const answer = await ask(`agent/conversations/${await newest()}`);
      const { messages }: { messages: readonly Message[] } = JSON.parse(answer.toString());
      const said = messages.filter((message) => message.text === text);
      expect(said).toHaveLength(1);
      return said.flatMap((message) => message.attachments);
    },
    download: (id) => ask(`agent/attachments/${id}`),
    send: async (files) => reply("", await Promise.all(files.map(upload))),
    say: (text) => reply(text, []),
    async solve() {
      const body = JSON.stringify({ status: "solved" });
      await ask(`agent/conversations/${await newest()}/status`, { method: "PUT", body });
    },
  };
}
