import type { ConversationId, Revision, SessionId } from "../../domain/ids.ts";
import type { Notice } from "../../ports/bus.ts";

/** Collects, during a transaction, what rings after its commit; of one conversation only the newest revision. */
export interface Rings {
  conversation(id: ConversationId, revision: Revision): void;
  settings(): void;
  sessionEnded(id: SessionId): void;
  triage(): void;
  take(): readonly Notice[];
}

export function createRings(): Rings {
  const conversations = new Map<ConversationId, Revision>();
  const ended = new Set<SessionId>();
  let settings = false;
  let triage = false;
  return {
    conversation: (id, revision) => void conversations.set(id, revision),
    sessionEnded: (id) => void ended.add(id),
    settings: () => {
      settings = true;
    },
    triage: () => {
      triage = true;
    },
    take: () => [
      ...[...conversations].map(([id, revision]) => ({ kind: "conversation" as const, id, revision })),
      ...[...ended].map((id) => ({ kind: "session-ended" as const, id })),
      ...(settings ? [{ kind: "settings" as const }] : []),
      ...(triage ? [{ kind: "triage" as const }] : []),
    ],
  };
}
