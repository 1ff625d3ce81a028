import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { locked, NOW } from "../../../test/support/facts/conversation-facts.ts";
import type { Attachment } from "../attachments/attachment.ts";
import { attachmentId, conversationId, deliveryId, emailAddress, seq } from "../ids.ts";
import {
  accepted,
  cutToFit,
  deliverMailJob,
  draftDelivery,
  fingerprintText,
  fitting,
  inDelivery,
  MAX_CARRIED_BYTES,
} from "./outgoing.ts";

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const NONE: readonly Attachment[] = [];
const files = (...ids: readonly string[]): readonly Attachment[] =>
  ids.map((id) => ({ id: attachmentId(id), name: "a.pdf", type: "application/pdf", size: 1, image: null }));
const texts = (...all: readonly string[]) =>
  all.map((text, index) => ({ seq: seq(index + 1), text, attachments: NONE }));
const anyText = fc.string({ unit: "grapheme", maxLength: 400 });

describe("what fits into a mail", () => {
  test("whole replies, oldest first; the rest waits for the next", () => {
    const half = "a".repeat(MAX_CARRIED_BYTES / 2);
    expect(fitting(texts(half, half, "b")).map((reply) => reply.seq)).toEqual([1, 2]);
    expect(fitting(texts(...Array.from({ length: 30 }, () => "a")))).toHaveLength(14);
  });

  test("one that alone is too big goes alone", () => {
    expect(fitting(texts("a".repeat(MAX_CARRIED_BYTES * 2), "b")).map((reply) => reply.seq)).toEqual([1]);
  });

  test("twenty files at most, and always those of one reply", () => {
    const ten = files(...Array.from({ length: 10 }, (_, i) => `${i}`));
    const replies = texts("1", "2", "3").map((reply) => ({ ...reply, attachments: ten }));
    expect(fitting(replies).map((reply) => reply.seq)).toEqual([1, 2]);
    expect(fitting([{ seq: seq(1), text: "1", attachments: [...ten, ...ten, ...ten] }])).toHaveLength(1);
  });

  test("is a beginning of what is to go, never nothing, and within the measure unless it is one", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 20 }), (all) => {
        const replies = texts(...all);
        const carried = fitting(replies);
        expect(carried).toEqual(replies.slice(0, carried.length));
        expect(carried.length).toBeGreaterThan(0);
        const size = carried.reduce((sum, reply) => sum + bytes(reply.text), 0);
        expect(carried.length === 1 || size <= MAX_CARRIED_BYTES).toBe(true);
      }),
    );
  });
});

describe("a text that is cut", () => {
  test("is a beginning that fits, and only cut where it must be", () => {
    fc.assert(
      fc.property(anyText, fc.nat(600), (text, most) => {
        const cut = cutToFit(text, most);
        expect(text.startsWith(cut.text)).toBe(true);
        expect(bytes(cut.text)).toBeLessThanOrEqual(most);
        expect(cut.cut).toBe(bytes(text) > most);
      }),
    );
  });

  test("keeps a family together, or leaves it out", () => {
    expect(cutToFit("a👨‍👩‍👧", 10)).toEqual({ text: "a", cut: true });
    expect(cutToFit("é王", 5)).toEqual({ text: "é王", cut: false });
  });
});

test("the fingerprint tells replies apart by place, by words and by files", () => {
  const [file, other] = [files("a"), files("b")].map((attachments) => [{ seq: seq(1), text: "a", attachments }]);
  const [one, moved, said] = [
    texts("a", "b"),
    texts("a").concat({ seq: seq(3), text: "b", attachments: NONE }),
    texts("a", "c"),
  ];
  expect(new Set([one, moved, said, file ?? [], other ?? [], texts("a")].map(fingerprintText)).size).toBe(6);
});

describe("a drafted delivery", () => {
  const keys = { keyId: 1, sign: () => new Uint8Array(32) };
  const stationery = { keys, mailDomain: "acme.example", digest: (text: string) => `#${text.length}` };
  const order = {
    id: deliveryId("00000000-0000-7000-8000-000000000000"),
    conversationId: conversationId("c"),
    recipient: emailAddress("marie@example.com"),
    sendNow: true,
    createdAt: NOW,
  };

  test("carries what fits, remembers what was wanted, and has a name of its own", () => {
    const draft = draftDelivery(stationery, order, texts("a".repeat(MAX_CARRIED_BYTES), "b"));
    expect(draft).toMatchObject({ ...order, seqs: [1], wanted: [1, 2] });
    expect(draft.messageId).toMatch(/^[^<>@]+@acme\.example$/);
  });

  test("is in delivery until its outcome, which asks the rule again", () => {
    expect(inDelivery(locked(), order.id, [seq(2)]).patches).toEqual([{ seq: 2, deliveryId: order.id }]);
    expect(accepted(locked(), [], NOW)).toMatchObject({ head: { lastMailAt: NOW }, wakes: [{ dueAt: NOW }] });
    expect(deliverMailJob(order, NOW)).toMatchObject({ kind: "deliver-mail", key: order.id });
  });
});
