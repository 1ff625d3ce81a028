/** Files on their way to the server, with their progress, and from it. */
import type { Attachment } from "../../../../contract/shared.ts";
import { type Answer, UNREACHABLE } from "../../../kit/answer.ts";
import type { Clock } from "../../../kit/clock.ts";
import { sendFile } from "../../../ui/upload-request.ts";
import type { Upload } from "./uploads.ts";
import { parseJson } from "../../../ui/own-json.ts";

/** 25 MB over the slowest line that anybody waits for. */
const FETCHED_WITHIN = 300_000;

/** `server` ends with a slash. */
export const uploadTo =
  (server: string, clock: Clock): Upload =>
  async (file, token, going, signal) => {
    const headers = under(token);
    const url = `${server}api/widget/attachments`;
    return answerOf(await sendFile({ url, headers, file, going, signal, clock }));
  };

const under = (token: string | null): Record<string, string> => ({ authorization: `Bearer ${token ?? ""}` });

function answerOf(said: { readonly status: number; readonly body: string } | null): Answer<Attachment> {
  if (said === null || said.status >= 500) return UNREACHABLE;
  try {
    const value = parseJson(said.body);
    return said.status === 201
      ? { kind: "done", value }
      : { kind: "refused", code: value.code, details: value.details };
  } catch {
    // A proxy on the way answered with a page of its own.
    return UNREACHABLE;
  }
}

/** Says that a file will be in no message. Where that is not heard, the server forgets it in a day. */
export async function dropFile(server: string, token: string | null, attachmentId: string): Promise<void> {
  const headers = under(token);
  const url = `${server}api/widget/attachments/${attachmentId}`;
  await fetch(url, { method: "DELETE", credentials: "omit", headers }).catch(() => {});
}

/** The bytes of a file that somebody sent. Null: they could not be had now. */
export async function fetchFile(server: string, token: string | null, attachmentId: string): Promise<Blob | null> {
  try {
    const answer = await fetch(`${server}api/widget/attachments/${attachmentId}`, {
      credentials: "omit",
      headers: under(token),
      signal: AbortSignal.timeout(FETCHED_WITHIN),
    });
    return answer.ok ? await answer.blob() : null;
  } catch {
    return null;
  }
}

/** Lets the browser put the bytes into the person's downloads. Asks nothing of the host page's policy. */
export function saveFile(bytes: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  // Safari begins to read only after the click was handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
