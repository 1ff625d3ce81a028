/**
 * Stored mail that could not be placed or trusted, and the original of any mail, under /api/agent (contract/agent.ts).
 * Every agent reads; light agents decide nothing (not-allowed).
 */
import { Type, type Static } from "typebox";
import { Attachment, exact, InstantMs, nullable, Uuid } from "./shared.ts";

/** One stored mail in a list. What its sender wrote proves nothing. */
export const StoredMail = exact({
  id: Uuid,
  receivedAt: InstantMs,
  from: exact({ name: nullable(Type.String()), address: nullable(Type.String()) }),
  subject: nullable(Type.String()),
  /** How its text begins, on one line; null: it was stored before this was kept. */
  preview: nullable(Type.String()),
  /** What kind of mail it is: person, bounce, complaint, auto-reply, receipt, list. Null: not read yet. */
  verdict: nullable(Type.String()),
  /**
   * Why it is where it is. In triage: unplaced, no-sender, agent-address, fails-dmarc, another-sender-to-closed, former-recipient,
   * automatic-and-unplaced, report-of-nothing-we-sent, taken-out (by an agent, out of a conversation).
   */
  because: nullable(Type.String()),
});
export type StoredMail = Static<typeof StoredMail>;

/** GET /api/agent/triage?before=ID — 50 a page, newest first. */
export const TriageList = exact({ mails: Type.Array(StoredMail), next: nullable(Uuid) });
export type TriageList = Static<typeof TriageList>;

/** A file of a stored mail: `type` is what its bytes say. */
export const MailFile = exact({
  name: Attachment.properties.name,
  type: Attachment.properties.type,
  size: Attachment.properties.size,
  image: Attachment.properties.image,
});
export type MailFile = Static<typeof MailFile>;

/** GET /api/agent/inbound-mail/:id. The bytes as they came: …/raw, as a download. */
export const InboundMail = exact({
  ...StoredMail.properties,
  /** stored, posted, recorded, triage, ignored, duplicate. */
  state: Type.String(),
  conversationId: nullable(Uuid),
  /** Whom the sending server named; the header may say otherwise. */
  recipients: Type.Array(Type.String()),
  /** Unfolded and decoded, those of one name together. */
  headers: Type.Array(exact({ name: Type.String(), value: Type.String() })),
  text: nullable(Type.String()),
  /**
   * Sanitised; to be sanitised again and shown in a frame without scripts. Loads nothing but pictures of this mail, from
   * …/attachments/:at.
   */
  html: nullable(Type.String()),
  /** Images that would have been loaded from elsewhere. */
  remoteImages: Type.Integer({ minimum: 0 }),
  /** In the order of the mail. The bytes of each: …/attachments/:at, counted from 0, as a download. */
  attachments: Type.Array(MailFile),
  /** Why it could not be read in full; null: it was. */
  unreadable: nullable(Type.String()),
});
export type InboundMail = Static<typeof InboundMail>;

/**
 * POST /api/agent/triage/:id/attach — into a conversation, as by another sender: there an agent accepts, shows or takes it
 * out again. Refusals: not-found (decided meanwhile), conversation-closed.
 */
export const AttachMail = exact({ conversationId: Uuid });
/** POST /api/agent/triage/:id/new-conversation — refusal address-shape: nobody could be answered. */
/** Answer of both. */
export const MailPlaced = exact({ conversationId: Uuid });
/** POST /api/agent/triage/:id/ignore — kept, shown no more. 204. */
