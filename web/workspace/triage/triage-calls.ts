/** Requests about stored mail (contract/triage.ts). */
import type { Static } from "typebox";
import { type AttachMail, InboundMail, MailPlaced, TriageList } from "../../../contract/triage.ts";
import { ask, tell } from "../api.ts";

const triaged = (id: string): string => `/api/agent/triage/${encodeURIComponent(id)}`;
const stored = (id: string): string => `/api/agent/inbound-mail/${encodeURIComponent(id)}`;

/** `before`: the last mail of the page before; null: the first page. */
export const loadTriage = (before: string | null): Promise<TriageList> =>
  ask(TriageList, { method: "GET", path: `/api/agent/triage${before === null ? "" : `?before=${before}`}` });
export const loadMail = (id: string): Promise<InboundMail> => ask(InboundMail, { method: "GET", path: stored(id) });
/** Where the browser downloads the bytes as they came. */
export const rawMailPath = (id: string): string => `${stored(id)}/raw`;
/** Below it lie the files of this mail and nothing else, each at its place in the mail. */
export const mailFilesPath = (id: string): string => `${stored(id)}/attachments/`;

export const attachMail = (id: string, body: Static<typeof AttachMail>): Promise<Static<typeof MailPlaced>> =>
  ask(MailPlaced, { method: "POST", path: `${triaged(id)}/attach`, body });
export const beginWithMail = (id: string): Promise<Static<typeof MailPlaced>> =>
  ask(MailPlaced, { method: "POST", path: `${triaged(id)}/new-conversation` });
export const ignoreMail = (id: string): Promise<void> => tell({ method: "POST", path: `${triaged(id)}/ignore` });
