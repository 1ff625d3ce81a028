/**
 * Stored mail that could not be placed or trusted, and the original of any mail, under /api/agent.
 * Every agent reads; light agents decide nothing (not-allowed).
 */
import { Type, type Static } from "typebox";
import { INBOUND_REASONS, type InboundReason, type TriageReason } from "../../src/domain/inbound-mail/inbound-mail.ts";
import type { InboundState } from "../../src/domain/inbound-mail/place-mail.ts";
import type { Verdict } from "../../src/domain/inbound-mail/verdict.ts";
import { octets, route } from "../route.ts";
import { Attachment, exact, InstantMs, list, nullable, Uuid, words } from "../shared.ts";

export type { TriageReason };

/** One stored mail in a list. What its sender wrote proves nothing. */
export const StoredMail = exact({
  id: Uuid,
  receivedAt: InstantMs,
  from: exact({ name: nullable(Type.String()), address: nullable(Type.String()) }),
  subject: nullable(Type.String()),
  /** How its text begins, on one line; null: it was stored before this was kept. */
  preview: nullable(Type.String()),
  /** What kind of mail it is. Null: not read yet. */
  verdict: nullable(words<Verdict["kind"]>()(["person", "bounce", "complaint", "auto-reply", "receipt", "list"])),
  /** Why it is where it is. `taken-out`: by an agent, out of a conversation. Null: it has not been read yet. */
  because: nullable(words<InboundReason>()(INBOUND_REASONS)),
});
export type StoredMail = Static<typeof StoredMail>;

/** A file of a stored mail: `type` is what its bytes say. */
const MailFile = exact({
  name: Attachment.properties.name,
  type: Attachment.properties.type,
  size: Attachment.properties.size,
  image: Attachment.properties.image,
});
type MailFile = Static<typeof MailFile>;

/** One mail, as it may be looked at. */
export const InboundMail = exact({
  ...StoredMail.properties,
  state: words<InboundState>()(["stored", "posted", "recorded", "triage", "ignored", "duplicate"]),
  conversationId: nullable(Uuid),
  /** Whom the sending server named; the header may say otherwise. */
  recipients: list(Type.String()),
  /** Unfolded and decoded, those of one name together. */
  headers: list(exact({ name: Type.String(), value: Type.String() })),
  text: nullable(Type.String()),
  /**
   * Sanitised; to be sanitised again and shown in a frame without scripts. Loads nothing but pictures of this mail, from
   * `storedMailApi.file`.
   */
  html: nullable(Type.String()),
  /** Images that would have been loaded from elsewhere. */
  remoteImages: Type.Integer({ minimum: 0 }),
  /** In the order of the mail. */
  attachments: list(MailFile),
  /** Why it could not be read in full; null: it was. `original-removed`: its bytes are kept no longer (product.md §12.4). */
  unreadable: nullable(Type.String()),
  /** An envelope of S/MIME or PGP around it, which nobody has checked or opened; null: none. */
  protection: nullable(words<"signed" | "encrypted">()(["signed", "encrypted"])),
});
export type InboundMail = Static<typeof InboundMail>;

const one = { id: Uuid };
const placed = exact({ conversationId: Uuid });

/** `not-found`: decided meanwhile. */
export const triageApi = {
  /** 50 a page, newest first. `before`: continue after this mail. */
  list: route({
    method: "GET",
    path: "/api/agent/triage",
    who: "agent",
    query: { before: Type.Optional(Uuid) },
    answer: exact({ mails: list(StoredMail), next: nullable(Uuid) }),
  }),
  /** Into a conversation, as by another sender: there an agent accepts, shows or takes it out again. */
  attach: route({
    method: "POST",
    path: "/api/agent/triage/:id/attach",
    who: "agent",
    params: one,
    body: exact({ conversationId: Uuid }),
    answer: placed,
    refusals: ["not-found", "not-allowed", "conversation-closed"],
  }),
  /** `address-shape`: nobody could be answered. */
  begin: route({
    method: "POST",
    path: "/api/agent/triage/:id/new-conversation",
    who: "agent",
    params: one,
    answer: placed,
    refusals: ["not-found", "not-allowed", "address-shape"],
  }),
  /** Kept, shown no more. */
  ignore: route({
    method: "POST",
    path: "/api/agent/triage/:id/ignore",
    who: "agent",
    params: one,
    refusals: ["not-found", "not-allowed"],
  }),
};

export const storedMailApi = {
  /** Its headers name reply addresses, whose tokens let whoever knows them answer. */
  open: route({
    method: "GET",
    path: "/api/agent/inbound-mail/:id",
    who: "agent",
    params: one,
    answer: InboundMail,
    holdsSecret: true,
    refusals: ["not-found"],
  }),
  /** The bytes as they came, as a download. */
  raw: route({
    method: "GET",
    path: "/api/agent/inbound-mail/:id/raw",
    who: "agent",
    params: one,
    answer: octets("message/rfc822"),
    refusals: ["not-found"],
  }),
  /** One of its files, counted from 0, as a download. */
  file: route({
    method: "GET",
    path: "/api/agent/inbound-mail/:id/attachments/:at",
    who: "agent",
    params: { id: Uuid, at: Type.Integer({ minimum: 0 }) },
    answer: octets("*/*"),
    refusals: ["not-found"],
  }),
};
