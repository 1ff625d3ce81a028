/**
 * People › Blocked end users, under /api/agent (contract/agent.ts). Every agent reads; light agents block nobody and lift
 * nothing (not-allowed).
 */
import { Type, type Static } from "typebox";
import { exact, InstantMs, MAX_ADDRESS_CHARS, nullable, Uuid } from "./shared.ts";

/** One block. */
export const BlockedEntry = exact({
  id: Uuid,
  /** Null: an address or a domain, whoever writes from it. */
  person: nullable(
    exact({
      name: nullable(Type.String()),
      /** A steady label for people without a name. */
      label: Type.String(),
      /** Their newest conversation that agents see; null: there is none. */
      conversationId: nullable(Uuid),
    }),
  ),
  /** An address, or `@` and a domain; null: the person alone. */
  sender: nullable(Type.String()),
  because: Type.Union([Type.Literal("suspended"), Type.Literal("spam"), Type.Literal("by-hand")]),
  /** Null: it is not known who. */
  by: nullable(Type.String()),
  at: InstantMs,
  /** What it has kept out so far: messages from the widget, and mails. */
  keptOut: exact({ messages: Type.Integer({ minimum: 0 }), mails: Type.Integer({ minimum: 0 }) }),
});
export type BlockedEntry = Static<typeof BlockedEntry>;

/** GET /api/agent/blocked — newest first, 500 at most. */
export const BlockedList = exact({ blocked: Type.Array(BlockedEntry) });
export type BlockedList = Static<typeof BlockedList>;

/** GET /api/agent/blocked/:id/kept-out — newest first, 100 at most. A mail is read whole at /inbound-mail/:id. */
export const KeptOut = exact({
  kept: Type.Array(
    exact({
      at: InstantMs,
      /** Of a mail its subject. */
      text: Type.String(),
      /** Null: written in the widget. */
      mailId: nullable(Uuid),
    }),
  ),
});
export type KeptOut = Static<typeof KeptOut>;

/** POST /api/agent/blocked — 204. Refusal address-shape: neither an address nor a domain. */
export const BlockSender = exact({ sender: Type.String({ minLength: 1, maxLength: MAX_ADDRESS_CHARS }) });
export type BlockSender = Static<typeof BlockSender>;

/** POST /api/agent/conversations/:id/block — *Suspend* and *Spam*; spam is solved as well. 204. */
export const BlockPerson = exact({ because: Type.Union([Type.Literal("suspended"), Type.Literal("spam")]) });
export type BlockPerson = Static<typeof BlockPerson>;

/** POST /api/agent/triage/:id/block — the address in From is blocked, and the mail leaves triage. 204. */
/** POST /api/agent/blocked/:id/lift — 204; messages come back to their conversations, mails go to triage. */
