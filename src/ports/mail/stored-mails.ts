import type { InboundMailId } from "../../domain/ids.ts";
import type { InboundState } from "../../domain/inbound-mail/place-mail.ts";
import type { NewInboundMail } from "../../domain/inbound-mail/inbound-mail.ts";

/** A mail as it was stored, with what has become of it since. */
export type StoredMail = NewInboundMail & { readonly state: InboundState };

/** The bytes of a stored mail never change, so reading them needs no lock; its state is judged again where it is acted on. */
export interface StoredMails {
  /** Null: there is none, or its retention is over. */
  load(id: InboundMailId): Promise<StoredMail | null>;
}
