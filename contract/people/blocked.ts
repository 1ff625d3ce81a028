/**
 * People › Blocked end users, under /api/agent. Every agent reads; light agents block nobody and lift
 * nothing (not-allowed).
 */
import { Type, type Static } from "typebox";
import { route } from "../route.ts";
import { exact, InstantMs, list, MAX_ADDRESS_CHARS, nullable, Uuid } from "../shared.ts";

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

export const KeptOut = exact({
  kept: list(
    exact({
      at: InstantMs,
      /** Of a mail its subject. */
      text: Type.String(),
      /** Null: written in the widget. Else the mail is read whole at /inbound-mail/:id. */
      mailId: nullable(Uuid),
    }),
  ),
});
export type KeptOut = Static<typeof KeptOut>;

export const blockedApi = {
  /** Newest first, 500 at most. */
  list: route({
    method: "GET",
    path: "/api/agent/blocked",
    who: "agent",
    answer: exact({ blocked: list(BlockedEntry) }),
  }),
  /** Newest first, 100 at most. */
  keptOut: route({
    method: "GET",
    path: "/api/agent/blocked/:id/kept-out",
    who: "agent",
    params: { id: Uuid },
    answer: KeptOut,
    refusals: ["not-found"],
  }),
  /** An address or a domain. `address-shape`: it is neither. */
  add: route({
    method: "POST",
    path: "/api/agent/blocked",
    who: "agent",
    body: exact({ sender: Type.String({ minLength: 1, maxLength: MAX_ADDRESS_CHARS }) }),
    refusals: ["not-allowed", "address-shape"],
  }),
  /** Messages come back to their conversations, mails go to triage. */
  lift: route({
    method: "POST",
    path: "/api/agent/blocked/:id/lift",
    who: "agent",
    params: { id: Uuid },
    refusals: ["not-allowed", "not-found"],
  }),
  /** *Suspend* and *Spam*; spam is solved as well. */
  person: route({
    method: "POST",
    path: "/api/agent/conversations/:id/block",
    who: "agent",
    params: { id: Uuid },
    body: exact({ because: Type.Union([Type.Literal("suspended"), Type.Literal("spam")]) }),
    refusals: ["not-allowed", "not-found"],
  }),
  /** The address in From is blocked, and the mail leaves triage. */
  senderOfMail: route({
    method: "POST",
    path: "/api/agent/triage/:id/block",
    who: "agent",
    params: { id: Uuid },
    refusals: ["not-allowed", "not-found", "address-shape"],
  }),
};
