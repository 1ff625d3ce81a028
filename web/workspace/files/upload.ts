/** Sends one file to the agents' door. By XMLHttpRequest, because `fetch` cannot say how far a request has come. */
import { Attachment, FILE_NAME_HEADER } from "../../../contract/shared.ts";
import { parse, readJson, refusalIn, Refused, tell } from "../api.ts";

const PATH = "/api/agent/attachments";

/** `onProgress` hears the share that is sent, 0 to 1. Rejects with Refused, with the code `offline` where it was aborted. */
export function uploadFile(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const lost = (): void => reject(new Refused("offline", 0, `POST ${PATH}`));
    request.open("POST", PATH);
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("x-ariane-request", "1");
    request.setRequestHeader("content-type", file.type === "" ? "application/octet-stream" : file.type);
    request.setRequestHeader(FILE_NAME_HEADER, encodeURIComponent(file.name.toWellFormed()));
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener("error", lost);
    request.addEventListener("abort", lost);
    request.addEventListener("load", () => {
      const { status, responseText: body } = request;
      if (status !== 201) return reject(refusalIn({ path: PATH, status, body }));
      const attachment = parse(Attachment, readJson(body));
      return attachment === null ? reject(new Refused("answer-unreadable", status, PATH)) : resolve(attachment);
    });
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** Lets go of a file that is not sent after all. */
export const dropFile = (id: string): Promise<void> => tell({ method: "DELETE", path: fileAddress(id) });

/** Where the bytes of a file of a message are fetched: always a download; pictures are drawn from there all the same. */
export const fileAddress = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;
