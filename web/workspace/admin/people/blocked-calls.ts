/** Requests about blocked people and senders (contract/blocked.ts). */
import { BlockedList, type BlockPerson, type BlockSender, KeptOut } from "../../../../contract/blocked.ts";
import { ask, tell } from "../../api.ts";

const BLOCKED = "/api/agent/blocked";
const one = (id: string): string => `${BLOCKED}/${encodeURIComponent(id)}`;

export const loadBlocked = (): Promise<BlockedList> => ask(BlockedList, { method: "GET", path: BLOCKED });
export const loadKeptOut = (id: string): Promise<KeptOut> =>
  ask(KeptOut, { method: "GET", path: `${one(id)}/kept-out` });
export const blockSender = (body: BlockSender): Promise<void> => tell({ method: "POST", path: BLOCKED, body });
export const liftBlock = (id: string): Promise<void> => tell({ method: "POST", path: `${one(id)}/lift` });
export const blockPerson = (conversationId: string, body: BlockPerson): Promise<void> =>
  tell({ method: "POST", path: `/api/agent/conversations/${encodeURIComponent(conversationId)}/block`, body });
