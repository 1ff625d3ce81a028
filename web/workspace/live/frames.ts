/** What may come over the agents' socket. */
import { ServerToAgentFrame } from "../../../contract/live/agent-frames.ts";
import { parse } from "../api.ts";

/** Null: no frame of ours, or one that only a newer page understands. */
export function parseFrame(data: unknown): ServerToAgentFrame | null {
  if (typeof data !== "string") return null;
  try {
    return parse(ServerToAgentFrame, JSON.parse(data));
  } catch {
    return null;
  }
}
