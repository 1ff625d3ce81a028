import { expect, test } from "vitest";
import { aMail } from "../../../../test/support/mail/mail.ts";
import { type Ourselves, findLoopSign } from "./loop.ts";

const us: Ourselves = {
  isOurMessageId: (id) => id.endsWith(".k@acme.example"),
  isOurAddress: (address) => address.toLowerCase() === "support@acme.example",
};

test("our own mail to our own mailbox is known by its id, whoever it says it is from", () => {
  expect(findLoopSign(aMail({ messageId: "d1.k@acme.example" }), us)).toBe("own-message-id");
});

test("mail from our own address is ours, id or not", () => {
  expect(findLoopSign(aMail({ from: [{ name: "", address: "Support@acme.example" }] }), us)).toBe("own-sender");
  expect(findLoopSign(aMail({ sender: { name: "", address: "support@acme.example" } }), us)).toBe("own-sender");
});

test("our address among several authors makes the mail of another none of ours", () => {
  const from = ["x@evil.example", "support@acme.example"].map((address) => ({ name: "", address }));
  expect(findLoopSign(aMail({ from }), us)).toBeNull();
  expect(findLoopSign(aMail({ from: from.toReversed() }), us)).toBeNull();
});

const hops = (count: number) =>
  aMail({ headers: new Map([["received", Array.from({ length: count }, () => "by x")]]) });

test("mail that passed a hundred hosts goes round in circles", () => {
  expect(findLoopSign(hops(99), us)).toBeNull();
  expect(findLoopSign(hops(100), us)).toBe("too-many-hops");
});

test("an answer that only names our id in References is no loop", () => {
  expect(findLoopSign(aMail({ references: ["d1.k@acme.example"], inReplyTo: ["d1.k@acme.example"] }), us)).toBeNull();
});
