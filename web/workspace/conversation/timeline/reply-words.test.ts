import { expect, test } from "vitest";
import { byLeo, conversationOf, messageOf } from "../../../../test/support/facts/workspace-cast.ts";
import { destinationOf, isByMailAlone, replyChannel, whyNoHandling, whyNoReply } from "./reply-words.ts";

const marie = { email: "marie@example.com", state: "proved", reason: null } as const;
const situation = { conversation: conversationOf(), channel: "messaging", continuityOn: true, who: "Marie" } as const;

test.each([
  ["she is there and has an address", { address: marie }, "goes.both"],
  ["she has left", { address: marie, presence: { connected: false, leftAt: 1 } }, "goes.both-away"],
  ["no address is known", {}, "goes.no-address"],
  ["mail comes back", { address: { ...marie, state: "bounced" } }, "goes.bounced"],
  ["she stopped e-mails", { address: { ...marie, state: "stopped" } }, "goes.stopped"],
] as const)("says where a reply goes when %s", (_when, part, key) => {
  expect(destinationOf({ ...situation, conversation: conversationOf(part) }).key).toBe(key);
});

test("with the switch off a reply stays in the widget, unless she last wrote by e-mail", () => {
  const conversation = conversationOf({ address: marie });
  expect(destinationOf({ ...situation, conversation, continuityOn: false }).key).toBe("goes.off");
  expect(destinationOf({ ...situation, conversation, continuityOn: false, channel: "email" }).key).toBe("goes.email");
});

test.each([
  ["there is an address", { address: marie }, "goes.mail"],
  ["no address is known", {}, "goes.mail-no-address"],
  ["mail comes back", { address: { ...marie, state: "bounced" } }, "goes.mail-bounced"],
  ["she stopped e-mails", { address: { ...marie, state: "stopped" } }, "goes.mail-stopped"],
] as const)("to somebody who came by mail no widget is spoken of when %s", (_when, part, key) => {
  const conversation = conversationOf(part);
  expect(destinationOf({ ...situation, conversation, channel: "email", byMailAlone: true }).key).toBe(key);
});

test("she is by mail alone until she has written in a widget", () => {
  const byMail = [messageOf(1, { channel: "email" }), messageOf(2, byLeo), messageOf(3, { channel: "email" })];
  expect(isByMailAlone(byMail)).toBe(true);
  expect(isByMailAlone([...byMail, messageOf(4)])).toBe(false);
  expect(isByMailAlone([messageOf(1), messageOf(2, { channel: "email" })])).toBe(false);
  expect(isByMailAlone([messageOf(1, byLeo)])).toBe(false);
});

test("the channel of a reply is that of her last own message", () => {
  const messages = [messageOf(1), messageOf(2, { channel: "email" }), messageOf(3, byLeo)];
  expect(replyChannel(messages)).toBe("email");
  expect(replyChannel([...messages, messageOf(4, { anotherSender: "paul@example.net" })])).toBe("email");
  expect(replyChannel([messageOf(1), messageOf(2, { channel: "email", anotherSender: "p@example.net" })])).toBe(
    "messaging",
  );
});

test("without Chat access one replies to e-mail only; a light agent never", () => {
  expect(whyNoReply({ role: "agent", chatAccess: false }, "messaging")).toBe("barred.reply");
  expect(whyNoReply({ role: "agent", chatAccess: false }, "email")).toBeNull();
  expect(whyNoReply({ role: "light-agent", chatAccess: true }, "email")).toBe("barred.light-agent");
  expect(whyNoReply({ role: "admin", chatAccess: true }, "messaging")).toBeNull();
});

test("a closed conversation is handled by nobody", () => {
  expect(whyNoHandling({ role: "admin" }, "closed")).toBe("barred.closed");
  expect(whyNoHandling({ role: "agent" }, "solved")).toBeNull();
});
