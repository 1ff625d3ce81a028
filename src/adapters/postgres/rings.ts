import type { ConversationId, Revision } from "../../domain/ids.ts";
import type { Notice } from "../../ports/bus.ts";

/** Collects, during a transaction, what rings after its commit; of one conversation only the newest revision. */
export interface Rings {
  conversation(id: ConversationId, revision: Revision): void;
  settings(): void;
  take(): readonly Notice[];
}

export function createRings(): Rings {
  const conversations = new Map<ConversationId, Revision>();
  let settings = false;
  return {
    conversation: (id, revision) => void conversations.set(id, revision),
    settings: () => {
      settings = true;
    },
    take: () => [
      ...[...conversations].map(([id, revision]) => ({ kind: "conversation" as const, id, revision })),
      ...(settings ? [{ kind: "settings" as const }] : []),
    ],
  };
}
