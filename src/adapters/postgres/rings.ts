import type { ConversationId, Instant, Revision, SessionId } from "../../domain/ids.ts";
import type { Notice } from "../../ports/bus.ts";

/** Collects, during a transaction, what rings after its commit, and whom; of one conversation only the newest revision. */
export interface Rings {
  conversation(id: ConversationId, revision: Revision): void;
  settings(): void;
  sessionEnded(id: SessionId): void;
  accessChanged(id: SessionId): void;
  triage(): void;
  wayOut(): void;
  /** A job is due then. */
  wake(dueAt: Instant): void;
  take(): readonly Notice[];
  /** When the first of the jobs that were woken is due; null: none was. */
  firstDue(): Instant | null;
}

export function createRings(): Rings {
  const conversations = new Map<ConversationId, Revision>();
  const ended = new Set<SessionId>();
  const changed = new Set<SessionId>();
  let settings = false;
  let triage = false;
  let wayOut = false;
  let firstDue: Instant | null = null;
  return {
    conversation: (id, revision) => void conversations.set(id, revision),
    sessionEnded: (id) => void ended.add(id),
    accessChanged: (id) => void changed.add(id),
    settings: () => {
      settings = true;
    },
    triage: () => {
      triage = true;
    },
    wayOut: () => {
      wayOut = true;
    },
    wake: (dueAt) => {
      if (firstDue === null || dueAt < firstDue) firstDue = dueAt;
    },
    firstDue: () => firstDue,
    take: () => [
      ...[...conversations].map(([id, revision]) => ({ kind: "conversation" as const, id, revision })),
      ...[...ended].map((id) => ({ kind: "session-ended" as const, id })),
      ...[...changed.difference(ended)].map((id) => ({ kind: "access-changed" as const, id })),
      ...(settings ? [{ kind: "settings" as const }] : []),
      ...(triage ? [{ kind: "triage" as const }] : []),
      ...(wayOut ? [{ kind: "way-out" as const }] : []),
    ],
  };
}
