/** A file on its way to the server, with its progress. By XMLHttpRequest, because `fetch` does not say how much has gone. */
import { type Clock, oneWait } from "../kit/clock.ts";

/** FILE_NAME_HEADER of the contract, whose values the widget does not load. */
export const NAME_HEADER = "x-ariane-file-name";
/** A line on which nothing moves for so long is dead, however large the file. */
const MOVES_WITHIN = 30_000;

interface FileRequest {
  readonly url: string;
  /** Besides those that name and describe the file. */
  readonly headers: Readonly<Record<string, string>>;
  readonly file: File;
  /** Hears the share of its bytes that are there, 0 to 1. */
  readonly going: (share: number) => void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** What the server said; null: nothing, or the file was called back. */
export function sendFile(sending: FileRequest): Promise<{ readonly status: number; readonly body: string } | null> {
  const { url, headers, file, going, signal, clock } = sending;
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    const patience = oneWait(clock);
    patience.wait(MOVES_WITHIN, stop);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      patience.wait(MOVES_WITHIN, stop);
      going(total === 0 ? 0 : loaded / total);
    });
    // However it ends.
    request.addEventListener("loadend", () => {
      patience.stop();
      resolve(request.status === 0 ? null : { status: request.status, body: request.responseText });
    });
    signal.addEventListener("abort", stop);
    request.open("POST", url);
    const described = { ...headers, "content-type": declaredType(file), [NAME_HEADER]: headerName(file.name) };
    for (const [name, value] of Object.entries(described)) request.setRequestHeader(name, value);
    request.send(file);
  });
}

/** The type as the browser says it, where that is one. */
export const declaredType = ({ type }: Pick<File, "type">): string =>
  /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : "application/octet-stream";

/** No file system's name is longer than 255; one that a script made may be, and may hold half a character. */
export const headerName = (name: string): string => encodeURIComponent(name.slice(-255).toWellFormed());
