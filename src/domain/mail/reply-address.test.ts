import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conversationId, deliveryId, emailAddress } from "../ids.ts";
import { decodeBase32, encodeBase32 } from "../octets.ts";
import {
  type TokenKeys,
  formatMessageId,
  formatReplyToken,
  formatReturnPathToken,
  isMeantFor,
  isOwnMessageId,
  parseMessageId,
  parseReplyToken,
  parseReturnPathToken,
  plusAddress,
} from "./reply-address.ts";

const MARIE = emailAddress("marie@example.com");
const CONVERSATION = conversationId("019a7c1e-4b2d-7f3a-9c5e-0123456789ab");
const DELIVERY = deliveryId("019a7c1e-ffff-7000-8000-ba9876543210");

const keysWith = (keyId: number, secrets: Readonly<Record<number, string>>): TokenKeys => ({
  keyId,
  sign(purpose, payload, id = keyId) {
    const secret = secrets[id];
    return secret === undefined ? null : createHmac("sha256", secret).update(purpose).update(payload).digest();
  },
});
const KEYS = keysWith(1, { 0: "old", 1: "new" });
const OTHERS = keysWith(1, { 1: "somebody else's" });

const TOKEN = formatReplyToken(CONVERSATION, MARIE, KEYS);
const OURS = { kind: "ours", conversationId: CONVERSATION };

describe("a reply token", () => {
  test("names its conversation and its recipient", () => {
    const parsed = parseReplyToken(TOKEN, KEYS);
    expect(parsed).toMatchObject(OURS);
    expect(parsed.kind === "ours" && isMeantFor(parsed, MARIE, KEYS)).toBe(true);
    expect(parsed.kind === "ours" && isMeantFor(parsed, emailAddress("Marie@Example.com"), KEYS)).toBe(true);
    expect(parsed.kind === "ours" && isMeantFor(parsed, emailAddress("leo@example.com"), KEYS)).toBe(false);
  });

  test("has a recipient's tag that is worthless in another conversation", () => {
    const elsewhere = conversationId("019a7c1e-4b2d-7f3a-9c5e-0123456789ac");
    const [here, there] = [CONVERSATION, elsewhere].map((of) =>
      parseReplyToken(formatReplyToken(of, MARIE, KEYS), KEYS),
    );
    expect(here?.kind === "ours" && there?.kind === "ours" && here.participantTag !== there.participantTag).toBe(true);
  });

  test("is 48 letters that survive any change of case and are not mistaken for each other", () => {
    expect(TOKEN).toMatch(/^[a-km-np-z2-9]{48}$/u);
  });

  test.each([
    ["as a plus address", `support+${TOKEN}`],
    ["of a catch-all domain", TOKEN],
    ["in capitals", `SUPPORT+${TOKEN.toUpperCase()}`],
    ["doubled", `reply+reply+${TOKEN}`],
    ["twice", `reply+${TOKEN}+${TOKEN}`],
    ["with a dash for the plus", `support-${TOKEN}`],
    ["under a tag of a relay", `prvs=12345678=support+${TOKEN}`],
    ["rewritten by a forwarder", `SRS0=abcd=xy=example.com=support+${TOKEN}`],
    ["after somebody else's tag of the same shape", `${"a".repeat(48)}+${TOKEN}`],
    ["in quotes", `"support+${TOKEN}"`],
  ])("is found %s", (_how, localPart) => {
    expect(parseReplyToken(localPart, KEYS)).toMatchObject(OURS);
  });

  test("is still ours after the key has changed, and no longer when that key is gone", () => {
    const old = formatReplyToken(CONVERSATION, MARIE, keysWith(0, { 0: "old" }));
    const parsed = parseReplyToken(old, KEYS);
    expect(parsed).toMatchObject({ ...OURS, keyId: 0 });
    expect(parsed.kind === "ours" && isMeantFor(parsed, MARIE, KEYS)).toBe(true);
    expect(parsed.kind === "ours" && isMeantFor(parsed, MARIE, OTHERS)).toBe(false);
    expect(parseReplyToken(old, keysWith(1, { 1: "new" }))).toEqual({ kind: "forged" });
  });

  test("of another key is forged", () => {
    expect(parseReplyToken(TOKEN, OTHERS)).toEqual({ kind: "forged" });
    expect(parseReplyToken("a".repeat(48), KEYS)).toEqual({ kind: "forged" });
  });

  test.each([
    "support",
    "",
    "support+news",
    "support+2026",
    TOKEN.slice(1),
    `${TOKEN}a`,
    "l".repeat(48),
    "é".repeat(48),
  ])("is none in %s", (localPart) => {
    expect(parseReplyToken(localPart, KEYS)).toEqual({ kind: "none" });
  });

  test("of another purpose is none, though it is ours", () => {
    expect(parseReplyToken(formatReturnPathToken(DELIVERY, KEYS), KEYS)).toEqual({ kind: "none" });
    expect(parseReturnPathToken(TOKEN, KEYS)).toEqual({ kind: "none" });
    expect(parseMessageId(formatReturnPathToken(DELIVERY, KEYS), KEYS)).toEqual({ kind: "none" });
  });

  test("is never searched for in more text than an address has", () => {
    expect(parseReplyToken(`${"+".repeat(1_000_000)}${TOKEN}`, KEYS)).toEqual({ kind: "none" });
  });
});

describe("the place of a token", () => {
  test("is after the mailbox, where both stay under 64 octets", () => {
    expect(plusAddress("support", TOKEN)).toBe(`support+${TOKEN}`);
    expect(plusAddress("a".repeat(15), TOKEN)?.length).toBe(64);
    expect(plusAddress("a".repeat(16), TOKEN)).toBeNull();
  });
});

describe("a delivery", () => {
  test("is named by its return path", () => {
    expect(parseReturnPathToken(`bounce+${formatReturnPathToken(DELIVERY, KEYS)}`, KEYS)).toEqual({
      kind: "ours",
      deliveryId: DELIVERY,
    });
    expect(parseReturnPathToken(formatReturnPathToken(DELIVERY, KEYS), OTHERS)).toEqual({ kind: "forged" });
    expect(parseReturnPathToken("bounce", KEYS)).toEqual({ kind: "none" });
  });

  test("has one Message-ID, at every attempt the same", () => {
    const id = formatMessageId(DELIVERY, "example.com", KEYS);
    expect(id).toMatch(/^<[a-z2-9]{48}@example\.com>$/u);
    expect(formatMessageId(DELIVERY, "example.com", KEYS)).toBe(id);
    expect(parseMessageId(id, KEYS)).toEqual({ kind: "ours", deliveryId: DELIVERY });
  });

  test("is known by its Message-ID without brackets, in capitals, with another domain", () => {
    const id = formatMessageId(DELIVERY, "example.com", KEYS);
    const bare = id.slice(1, -1);
    for (const seen of [bare, bare.toUpperCase(), bare.replace("example.com", "relay.example.net")]) {
      expect(parseMessageId(seen, KEYS)).toEqual({ kind: "ours", deliveryId: DELIVERY });
    }
    expect(parseMessageId("<CAB+xyz=123@mail.gmail.com>", KEYS)).toEqual({ kind: "none" });
    expect(parseMessageId(id, OTHERS)).toEqual({ kind: "forged" });
  });
});

test("an id of ours is our own mail; one that only holds it is another mail", () => {
  const id = formatMessageId(DELIVERY, "acme.example", KEYS);
  expect(isOwnMessageId(id, KEYS)).toBe(true);
  expect(isOwnMessageId(id.slice(1, -1).toUpperCase(), KEYS)).toBe(true);
  const [token = ""] = id.slice(1).split("@");
  for (const other of [`<fwd.${token}@gateway.example>`, `<${token}.2@acme.example>`, `<a@${token}>`]) {
    expect(isOwnMessageId(other, KEYS)).toBe(false);
  }
  expect(isOwnMessageId(id, OTHERS)).toBe(false);
});

describe("whatever is named", () => {
  const uuid = fc.uuid();
  const address = fc.emailAddress().map(emailAddress);

  test("parse(format(token)) = token", () => {
    fc.assert(
      fc.property(uuid, address, fc.integer({ min: 0, max: 31 }), (id, recipient, keyId) => {
        const keys = keysWith(keyId, { [keyId]: "any" });
        const reply = parseReplyToken(formatReplyToken(conversationId(id), recipient, keys), keys);
        expect(reply).toMatchObject({ kind: "ours", conversationId: id, keyId });
        expect(reply.kind === "ours" && isMeantFor(reply, recipient, keys)).toBe(true);
        const ours = { kind: "ours", deliveryId: id };
        expect(parseReturnPathToken(formatReturnPathToken(deliveryId(id), keys), keys)).toEqual(ours);
        expect(parseMessageId(formatMessageId(deliveryId(id), "example.com", keys), keys)).toEqual(ours);
      }),
    );
  });

  test("one changed bit is refused", () => {
    const kinds = [
      [TOKEN, parseReplyToken],
      [formatReturnPathToken(DELIVERY, KEYS), parseReturnPathToken],
      [formatMessageId(DELIVERY, "example.com", KEYS).slice(1, 49), parseMessageId],
    ] as const;
    for (const [token, parse] of kinds) {
      expect(parse(token, KEYS).kind).toBe("ours");
      for (let bit = 0; bit < 240; bit += 1) expect(parse(flip(token, bit), KEYS)).toEqual({ kind: "forged" });
    }
  });

  test("one changed letter is refused", () => {
    const letter = fc.constantFrom(...Array.from("abcdefghijkmnpqrstuvwxyz23456789"));
    fc.assert(
      fc.property(fc.nat({ max: 47 }), letter, (place, other) => {
        fc.pre(TOKEN.charAt(place) !== other);
        const changed = TOKEN.slice(0, place) + other + TOKEN.slice(place + 1);
        expect(parseReplyToken(changed, KEYS)).toEqual({ kind: "forged" });
      }),
    );
  });

  test("two tokens differ", () => {
    fc.assert(
      fc.property(uuid, uuid, address, (one, other, recipient) => {
        fc.pre(one !== other);
        const [first, second] = [one, other].map((id) => formatReplyToken(conversationId(id), recipient, KEYS));
        expect(first).not.toBe(second);
      }),
    );
  });
});

describe("our own mistakes are thrown", () => {
  test.each([
    ["an id that is no UUID", () => formatReplyToken(conversationId("42"), MARIE, KEYS), "not a UUID"],
    ["a key that is not there", () => formatReplyToken(CONVERSATION, MARIE, keysWith(5, {})), "no key 5"],
    ["a key that is not there, for a delivery", () => formatReturnPathToken(DELIVERY, keysWith(5, {})), "no key 5"],
    ["a key with too large a number", () => formatReturnPathToken(DELIVERY, keysWith(32, { 32: "any" })), "beyond 31"],
    [
      "too short a signature",
      () => formatMessageId(DELIVERY, "x.org", { keyId: 1, sign: () => new Uint8Array(12) }),
      "no key 1",
    ],
    ["octets that would leave bits over", () => encodeBase32(new Uint8Array(4)), "leave bits over"],
  ])("%s", (_what, attempt, message) => {
    expect(attempt).toThrow(message);
  });

  test("a signature too short to compare is refused, and no signature matches nothing", () => {
    const short: TokenKeys = { keyId: 1, sign: (...args) => KEYS.sign(...args)?.slice(0, 9) ?? null };
    expect(parseReplyToken(TOKEN, short)).toEqual({ kind: "forged" });
    const unsigned = encodeBase32(new Uint8Array(30).fill(33, 0, 1));
    expect(parseReplyToken(unsigned, { keyId: 1, sign: () => new Uint8Array(0) })).toEqual({ kind: "forged" });
  });
});

function flip(token: string, bit: number): string {
  const octets = decodeBase32(token) ?? new Uint8Array();
  const place = Math.floor(bit / 8);
  return encodeBase32(octets.with(place, (octets[place] ?? 0) ^ (1 << (bit % 8))));
}
