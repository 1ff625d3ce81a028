/** Files on their way in and out. A file comes first and is named in a message later, within a day. */
import { octets, route } from "../route.ts";
import { Attachment, Uuid } from "../shared.ts";

const ANY_TYPE = octets("*/*");
const UPLOAD_REFUSALS = [
  "file-too-large",
  "file-empty",
  "too-many-uploads",
  "upload-quota",
  "conversation-full",
  "no-room",
] as const;

export const widgetFilesApi = {
  /** Body: the bytes; Content-Type: the file's own; `FILE_NAME_HEADER`: its name. */
  upload: route({
    method: "POST",
    path: "/api/widget/attachments",
    who: "visitor",
    body: ANY_TYPE,
    answer: Attachment,
    status: 201,
    refusals: UPLOAD_REFUSALS,
  }),
  /** Taken out again before its message was sent; a "yes" also where there is none. */
  drop: route({ method: "DELETE", path: "/api/widget/attachments/:id", who: "visitor", params: { id: Uuid } }),
  /** The bytes, of a message that this session sees: always a download. */
  fetch: route({
    method: "GET",
    path: "/api/widget/attachments/:id",
    who: "visitor",
    params: { id: Uuid },
    answer: ANY_TYPE,
    refusals: ["not-found"],
  }),
};

/** As at the widget's door. */
export const agentFilesApi = {
  upload: route({
    method: "POST",
    path: "/api/agent/attachments",
    who: "agent",
    body: ANY_TYPE,
    answer: Attachment,
    status: 201,
    refusals: UPLOAD_REFUSALS,
  }),
  drop: route({ method: "DELETE", path: "/api/agent/attachments/:id", who: "agent", params: { id: Uuid } }),
  fetch: route({
    method: "GET",
    path: "/api/agent/attachments/:id",
    who: "agent",
    params: { id: Uuid },
    answer: ANY_TYPE,
    refusals: ["not-found"],
  }),
};
