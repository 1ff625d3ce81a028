import type { ConversationId, Instant, Seq, TriggerId } from "../../domain/ids.ts";
import type {
  FiringOutcome,
  Trigger,
  TriggerEventName,
  TriggerFacts,
  TriggerKey,
} from "../../domain/triggers/trigger.ts";

interface Firing {
  readonly id: string;
  readonly triggerId: TriggerId;
  readonly conversationId: ConversationId;
  readonly eventSeq: Seq;
  readonly at: Instant;
  readonly outcome: FiringOutcome;
  readonly because: string | null;
}

export interface TriggerTx {
  loadActive(event: TriggerEventName): Promise<readonly Trigger[]>;
  find(by: { readonly id: TriggerId } | { readonly key: TriggerKey }): Promise<Trigger | null>;
  insert(trigger: Trigger): Promise<void>;
  update(trigger: Trigger): Promise<void>;
  hasFired(id: TriggerId, conversationId: ConversationId): Promise<boolean>;
  /** One entry an event; false: this event was logged before. */
  record(firing: Firing): Promise<boolean>;
  /** The facts that conditions speak about, as they are now. */
  loadFacts(id: ConversationId, now: Instant): Promise<TriggerFacts>;
}
