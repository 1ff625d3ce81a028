/** A visitor of the site who sends and fetches files, at the widget's door of a running server. */
import { type Attachment, FILE_NAME_HEADER } from "../../../contract/shared.ts";
import type { BrandId } from "../../../src/domain/ids.ts";
import { type Door, newClientId, visit } from "../doors/doors.ts";

export interface VisitorsFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

interface Written {
  readonly text?: string;
  readonly files?: readonly VisitorsFile[];
}

export interface FileVisitor {
  /** The first message makes the conversation, all others go on with it. */
  write(message: Written): Promise<void>;
  /** Of all messages that this visitor sees, oldest first. */
  files(): Promise<readonly Attachment[]>;
  /** HTTP status and bytes. */
  fetch(id: string): Promise<{ readonly status: number; readonly bytes: Buffer }>;
}

export async function fileVisitor(door: Door, brandId: BrandId): Promise<FileVisitor> {
  const { token } = await visit(door, brandId);
  const authorization = `Bearer ${token}`;
  let conversation: string | null = null;

  const ask = async (path: string, body: object | null): Promise<Answer> => {
    const answer = await fetch(`${door.url}/api/widget${path}`, {
      method: body === null ? "GET" : "POST",
      headers: { authorization, ...(body === null ? {} : { "content-type": "application/json" }) },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return JSON.parse(await answer.text());
  };
  const upload = async ({ name, type, bytes }: VisitorsFile): Promise<string> => {
    const headers = { authorization, "content-type": type, [FILE_NAME_HEADER]: encodeURIComponent(name) };
    const body = new Uint8Array(bytes);
    const answer = await fetch(`${door.url}/api/widget/attachments`, { method: "POST", headers, body });
    const kept: Attachment = JSON.parse(await answer.text());
    return kept.id;
  };

  return {
    async write({ text = "", files = [] }) {
      const attachments = await Promise.all(files.map(upload));
      const message = { clientId: newClientId(), text, attachments };
      if (conversation === null) {
        conversation = (await ask("/conversations", { ...message, pageUrl: null })).conversation.id;
      } else {
        await ask(`/conversations/${conversation}/messages`, { ...message, shownUpTo: 0 });
      }
    },
    async files() {
      const { messages } = await ask(`/conversations/${conversation}/changes?after=0`, null);
      return messages.toSorted((a, b) => a.seq - b.seq).flatMap(({ attachments }) => attachments);
    },
    async fetch(id) {
      const answer = await fetch(`${door.url}/api/widget/attachments/${id}`, { headers: { authorization } });
      return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
    },
  };
}

/** What is read of the answers. */
interface Answer {
  readonly conversation: { readonly id: string };
  readonly messages: readonly { readonly seq: number; readonly attachments: readonly Attachment[] }[];
}
