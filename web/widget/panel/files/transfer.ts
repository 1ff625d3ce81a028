/** Files on their way to the server, with their progress, and from it. */
import type { Attachment } from "../../../../contract/shared.ts";
import { type Answer, UNREACHABLE } from "../../../kit/answer.ts";
import type { Clock } from "../../../kit/clock.ts";
import type { Upload } from "./uploads.ts";

/** FILE_NAME_HEADER of the contract, whose values the widget does not load. */
const FILE_NAME_HEADER = "x-ariane-file-name";
/** A line on which nothing moves for so long is dead, however large the file. */
const MOVES_WITHIN = 30_000;
/** 25 MB over the slowest line that anybody waits for. */
const FETCHED_WITHIN = 300_000;

/** `server` ends with a slash. XMLHttpRequest, because `fetch` does not say how much has gone. */
export const uploadTo =
  (server: string, clock: Clock): Upload =>
  (file, token, going, signal) =>
    new Promise<Answer<Attachment>>((resolve) => {
      const request = new XMLHttpRequest();
      const stop = (): void => request.abort();
      let cancel = clock.after(MOVES_WITHIN, stop);
      const end = (answer: Answer<Attachment>): void => {
        cancel();
        resolve(answer);
      };
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        cancel();
        cancel = clock.after(MOVES_WITHIN, stop);
        going(total === 0 ? 0 : loaded / total);
      });
      request.addEventListener("load", () => end(answerOf(request)));
      for (const name of ["error", "abort"]) request.addEventListener(name, () => end(UNREACHABLE));
      signal.addEventListener("abort", stop);
      request.open("POST", `${server}api/widget/attachments`);
      request.setRequestHeader("authorization", `Bearer ${token}`);
      request.setRequestHeader("content-type", declaredType(file));
      request.setRequestHeader(FILE_NAME_HEADER, headerName(file.name));
      request.send(file);
    });

function answerOf(request: XMLHttpRequest): Answer<Attachment> {
  if (request.status >= 500) return UNREACHABLE;
  try {
    const value = JSON.parse(request.responseText);
    return request.status === 201
      ? { kind: "done", value }
      : { kind: "refused", code: value.code, details: value.details };
  } catch {
    // A proxy on the way answered with a page of its own.
    return UNREACHABLE;
  }
}

/** The type as the browser says it, where that is one. */
export const declaredType = ({ type }: Pick<File, "type">): string =>
  /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : "application/octet-stream";

/** No file system's name is longer than 255; one that a script made may be, and may hold half a character. */
export const headerName = (name: string): string => encodeURIComponent(name.slice(-255).toWellFormed());

/** Says that a file will be in no message. Where that is not heard, the server forgets it in a day. */
export async function dropFile(server: string, token: string, attachmentId: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  await fetch(`${server}api/widget/attachments/${attachmentId}`, {
    method: "DELETE",
    credentials: "omit",
    headers,
  }).catch(() => {});
}

/** The bytes of a file that somebody sent. Null: they could not be had now. */
export async function fetchFile(server: string, token: string | null, attachmentId: string): Promise<Blob | null> {
  try {
    const answer = await fetch(`${server}api/widget/attachments/${attachmentId}`, {
      credentials: "omit",
      headers: { authorization: `Bearer ${token ?? ""}` },
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
