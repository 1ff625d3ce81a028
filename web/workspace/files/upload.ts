/** Files of agents, on their way to the server and from it. */
import { addressOf } from "../../../contract/address.ts";
import { agentFilesApi } from "../../../contract/attachments/files.ts";
import { Attachment } from "../../../contract/shared.ts";
import { browserClock } from "../../ui/browser-clock.ts";
import { sendFile } from "../../ui/upload-request.ts";
import { call, parse, readJson, refusalIn, Refused } from "../api.ts";

const PATH = agentFilesApi.upload.path;
const HEADERS = { accept: "application/json", "x-ariane-request": "1" };

/** Sends one file. `going` hears the share that is sent, 0 to 1. Rejects with Refused: `offline` where it was aborted. */
export async function uploadFile(file: File, going: (share: number) => void, signal: AbortSignal): Promise<Attachment> {
  const said = await sendFile({ url: PATH, headers: HEADERS, file, going, signal, clock: browserClock });
  if (said === null) throw new Refused("offline", 0, `POST ${PATH}`);
  const { status, body } = said;
  if (status !== 201) throw refusalIn({ path: PATH, status, body });
  const attachment = parse(Attachment, readJson(body));
  if (attachment === null) throw new Refused("answer-unreadable", status, PATH);
  return attachment;
}

/** Lets go of a file that is not sent after all. */
export const dropFile = (id: string): Promise<unknown> => call(agentFilesApi.drop, { params: { id } });

/** Where the bytes of a file of a message are fetched: always a download; pictures are drawn from there all the same. */
export const fileAddress = (id: string): string => addressOf(agentFilesApi.fetch, { params: { id } });
