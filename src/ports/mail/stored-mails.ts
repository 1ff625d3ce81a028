import type { ConversationId, DeliveryId, InboundMailId } from "../../domain/ids.ts";
import type { InboundState } from "../../domain/inbound-mail/place-mail.ts";
import type { NewInboundMail } from "../../domain/inbound-mail/inbound-mail.ts";

/** A mail as it was stored, with what has become of it since. */
export type StoredMail = NewInboundMail & { readonly state: InboundState };

/** A conversation, or where it is not known the mail of ours that is answered. */
export interface Mailed {
  readonly conversationId: ConversationId | null;
  readonly deliveryId: DeliveryId | null;
}

/** The bytes of a stored mail never change, so reading them needs no lock; its state is judged again where it is acted on. */
export interface StoredMails {
  /** Null: there is none, or its retention is over. */
  load(id: InboundMailId): Promise<StoredMail | null>;
  /**
   * Texts that we mailed in a conversation, the newest first. What has been mailed stays as it is: reading it needs no
   * lock either.
   */
  loadSentTexts(where: Mailed): Promise<readonly string[]>;
}
