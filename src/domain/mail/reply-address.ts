/**
 * Tokens in the addresses and ids of our mail: which conversation and person a reply address means, which delivery a
 * return path or a Message-ID. What is signed, not how: the HMAC is passed in (mail-rules.md rules 2, 7 and 19).
 *
 * Each token is 30 octets: kind and key (1), what it names, and as much of the HMAC as is left (≥ 80 bits). They make
 * exactly 48 letters, so no bit goes unsigned and `support+` with a token stays under the 64 octets of a local part.
 */
import {
  type ConversationId,
  type DeliveryId,
  type EmailAddress,
  type ProbeId,
  conversationId,
  deliveryId,
  emailAddress,
  probeId,
} from "../ids.ts";
import { decodeBase32, encodeBase32, hexOf, octetsOfAscii, octetsOfUuid, uuidOf } from "../octets.ts";

/** What a token is for; one made for one purpose is worthless for another. */
type MailTokenPurpose = "reply" | "return-path" | "message-id" | "self-test";

/** A browser's cookie is signed by the same keys (`known-browser.ts`). */
type TokenPurpose = MailTokenPurpose | "browser";

export interface TokenKeys {
  /** The key that signs now, 0 – 31. */
  readonly keyId: number;
  /** At least 16 octets of HMAC under a key of ours, the present one unless told; null: there is no such key. */
  sign(purpose: TokenPurpose, payload: Uint8Array, keyId?: number): Uint8Array | null;
}

/** Who of a conversation an answer to this address would come from, and which conversation it goes to. */
export interface ReplyTarget {
  readonly conversationId: ConversationId;
  /** 24 bits of a keyed hash of the recipient's address, as six hexadecimal digits: see `isMeantFor`. */
  readonly participantTag: string;
  /** The key that made the tag. */
  readonly keyId: number;
}

type ParsedReplyToken =
  | ({ readonly kind: "ours" } & ReplyTarget)
  /** It looks like a token, and no key of ours made it. */
  | { readonly kind: "forged" }
  | { readonly kind: "none" };

type ParsedDeliveryToken =
  { readonly kind: "ours"; readonly deliveryId: DeliveryId } | { readonly kind: "forged" } | { readonly kind: "none" };

const TOKEN_OCTETS = 30;
const TOKEN_LETTERS = 48;
const LOCAL_AT_MOST = 64;
const UUID_OCTETS = 16;
const TAG_OCTETS = 3;
const KEYS_AT_MOST = 32;
const MAC_AT_LEAST = 13;
const TEXT_AT_MOST = 1_000;

/** The first number, before the key's. 0 is taken by the participant tag, which is signed for the same purpose. */
const KINDS = { reply: 1, "return-path": 2, "message-id": 3, "self-test": 4 } as const;

/** The token that brings an answer of this recipient back to the conversation. Never expires. */
export function formatReplyToken(of: ConversationId, recipient: EmailAddress, keys: TokenKeys): string {
  const tag = tagOf(of, recipient, keys, keys.keyId);
  if (tag === null) throw new Error(`no key ${keys.keyId} to sign a reply token for conversation ${of}`);
  return formatToken("reply", [...octetsOfUuid(of), ...tag], keys);
}

/** Reads any local part: plus address, catch-all, in any case, doubled, or wrapped by a relay. */
export function parseReplyToken(localPart: string, keys: TokenKeys): ParsedReplyToken {
  const found = findToken("reply", localPart, keys);
  if (found === "forged" || found === "none") return { kind: found };
  return {
    kind: "ours",
    conversationId: conversationId(uuidOf(found.named.slice(0, UUID_OCTETS))),
    participantTag: hexOf(found.named.slice(UUID_OCTETS)),
    keyId: found.keyId,
  };
}

/** Whether the token was written for this address, in whatever case. A hint: the token is no proof of the person. */
export function isMeantFor(target: ReplyTarget, address: EmailAddress, keys: TokenKeys): boolean {
  const tag = tagOf(target.conversationId, address, keys, target.keyId);
  return tag !== null && hexOf(tag) === target.participantTag;
}

/** The token of the envelope sender, where bounces of this delivery go. */
export function formatReturnPathToken(of: DeliveryId, keys: TokenKeys): string {
  return formatToken("return-path", octetsOfUuid(of), keys);
}

/** The envelope sender that brings a bounce back to this delivery (VERP). */
export const returnPath = (
  of: DeliveryId,
  { keys, mailDomain }: { readonly keys: TokenKeys; readonly mailDomain: string },
): EmailAddress => emailAddress(`bounce+${formatReturnPathToken(of, keys)}@${mailDomain}`);

export function parseReturnPathToken(localPart: string, keys: TokenKeys): ParsedDeliveryToken {
  return parseDeliveryToken("return-path", localPart, keys);
}

/** The Message-ID of a delivery, in angle brackets: the same at every attempt. */
export function formatMessageId(of: DeliveryId, domain: string, keys: TokenKeys): string {
  return `<${formatToken("message-id", octetsOfUuid(of), keys)}@${domain}>`;
}

/** Reads one Message-ID, with its brackets or without. The domain may be another: some relays rewrite it. */
export function parseMessageId(messageId: string, keys: TokenKeys): ParsedDeliveryToken {
  return parseDeliveryToken("message-id", messageId, keys);
}

/**
 * Whether a Message-ID is one that we gave, as we gave it. An id that only holds one of ours, as some gateways and
 * forwarders make theirs from it, is the id of another mail.
 */
export function isOwnMessageId(messageId: string, keys: TokenKeys): boolean {
  const local = messageId.replace(/^</, "").split("@")[0] ?? "";
  return local.length === TOKEN_LETTERS && parseMessageId(local, keys).kind === "ours";
}

/** The token of a mail that a support address sends to itself: in its Message-ID, its return path and, if need be, its recipient. */
export function formatProbeToken(of: ProbeId, keys: TokenKeys): string {
  return formatToken("self-test", octetsOfUuid(of), keys);
}

/** Reads a local part or a Message-ID; null: no mail of a self-test of ours. */
export function parseProbeToken(text: string, keys: TokenKeys): ProbeId | null {
  const found = findToken("self-test", text, keys);
  return found === "forged" || found === "none" ? null : probeId(uuidOf(found.named));
}

/** `support` and a token as a plus address. Null: too long a local part; take the catch-all form, the token alone. */
export function plusAddress(mailbox: string, token: string): string | null {
  const local = `${mailbox}+${token}`;
  return local.length <= LOCAL_AT_MOST ? local : null;
}

function tagOf(of: ConversationId, address: EmailAddress, keys: TokenKeys, keyId: number): Uint8Array | null {
  const payload = new Uint8Array([0, ...octetsOfUuid(of), ...octetsOfAscii(address.toLowerCase())]);
  return keys.sign("reply", payload, keyId)?.slice(0, TAG_OCTETS) ?? null;
}

function parseDeliveryToken(kind: MailTokenPurpose, text: string, keys: TokenKeys): ParsedDeliveryToken {
  const found = findToken(kind, text, keys);
  if (found === "forged" || found === "none") return { kind: found };
  return { kind: "ours", deliveryId: deliveryId(uuidOf(found.named)) };
}

function formatToken(kind: MailTokenPurpose, named: readonly number[], keys: TokenKeys): string {
  if (keys.keyId >= KEYS_AT_MOST) throw new Error(`key ${keys.keyId} is beyond ${KEYS_AT_MOST - 1}: number it anew`);
  const signed = new Uint8Array([KINDS[kind] * KEYS_AT_MOST + keys.keyId, ...named]);
  const mac = keys.sign(kind, signed, keys.keyId);
  if (mac === null || mac.length < MAC_AT_LEAST) throw new Error(`no key ${keys.keyId} to sign a ${kind} token`);
  return encodeBase32(new Uint8Array([...signed, ...mac.slice(0, TOKEN_OCTETS - signed.length)]));
}

interface FoundToken {
  readonly kind: MailTokenPurpose;
  readonly keyId: number;
  readonly named: Uint8Array;
}

/** What a token of this kind names, from the first one in the text that a key of ours made. */
function findToken(kind: MailTokenPurpose, text: string, keys: TokenKeys): FoundToken | "forged" | "none" {
  // Pieces between any separators: `reply+reply+token`, `prvs=1234=support+token`, `<token@example.com>`.
  const pieces = text
    .slice(0, TEXT_AT_MOST)
    .toLowerCase()
    .split(/[^a-z0-9]/u);
  let outcome: "forged" | "none" = "none";
  for (const piece of pieces) {
    const octets = piece.length === TOKEN_LETTERS ? decodeBase32(piece) : null;
    if (octets === null) continue;
    const made = verify(octets, keys);
    if (made === null) outcome = "forged";
    else if (made.kind === kind) return made;
  }
  return outcome;
}

function verify(octets: Uint8Array, keys: TokenKeys): FoundToken | null {
  const [head = 0] = octets;
  const kind = kindOf(Math.floor(head / KEYS_AT_MOST));
  if (kind === null) return null;
  const keyId = head % KEYS_AT_MOST;
  const signedOctets = 1 + UUID_OCTETS + (kind === "reply" ? TAG_OCTETS : 0);
  const signed = octets.slice(0, signedOctets);
  const mac = keys.sign(kind, signed, keyId);
  if (mac === null || !isPrefix(octets.slice(signedOctets), mac)) return null;
  return { kind, keyId, named: signed.slice(1) };
}

function kindOf(number: number): MailTokenPurpose | null {
  switch (number) {
    case KINDS.reply:
      return "reply";
    case KINDS["return-path"]:
      return "return-path";
    case KINDS["message-id"]:
      return "message-id";
    case KINDS["self-test"]:
      return "self-test";
    default:
      return null;
  }
}

/** Looks at every octet, so that the time tells a forger nothing. */
function isPrefix(part: Uint8Array, whole: Uint8Array): boolean {
  if (whole.length < part.length) return false;
  return part.reduce((difference, octet, i) => difference | (octet ^ (whole[i] ?? 0)), 0) === 0;
}
