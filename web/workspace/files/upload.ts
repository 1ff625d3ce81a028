/** Files of agents, on their way to the server and from it. */
import { addressOf } from "../../../contract/address.ts";
import { agentFilesApi } from "../../../contract/attachments/files.ts";
import { Attachment } from "../../../contract/shared.ts";
import { UNREACHABLE } from "../../kit/answer.ts";
import type { SendFile } from "../../kit/uploads.ts";
import { browserClock } from "../../ui/browser-clock.ts";
import { sendFile } from "../../ui/upload-request.ts";
import { call, parse, readJson, refusalIn } from "../api.ts";

const PATH = agentFilesApi.upload.path;
const HEADERS = { accept: "application/json", "x-ariane-request": "1" };

/** Sends one file of an agent. */
export const uploadFile: SendFile<File, AbortSignal> = async (file, going, signal) => {
  const said = await sendFile({ url: PATH, headers: HEADERS, file, going, signal, clock: browserClock });
  if (said === null) return UNREACHABLE;
  const { status, body } = said;
  if (status !== 201) {
    const { code, details } = refusalIn({ path: PATH, status, body });
    return { kind: "refused", code, details };
  }
  const attachment = parse(Attachment, readJson(body));
  return attachment === null
    ? { kind: "refused", code: "answer-unreadable" }
    : { kind: "done", value: { attachment, token: null } };
};

/** Lets go of a file that is not sent after all. */
export const dropFile = (id: string): Promise<unknown> => call(agentFilesApi.drop, { params: { id } });

/** Where the bytes of a file of a message are fetched: always a download; pictures are drawn from there all the same. */
export const fileAddress = (id: string): string => addressOf(agentFilesApi.fetch, { params: { id } });
