import { expect, test } from "vitest";
import { at, byLeo, LEO, messageOf } from "../../../../test/support/facts/workspace-cast.ts";
import { type Entry, entriesOf } from "./timeline-entries.ts";

const reading = {
  readUpTo: 99,
  myId: LEO,
  sameDay: (a: number, b: number) => new Date(a).toISOString().slice(0, 10) === new Date(b).toISOString().slice(0, 10),
};
const shape = (entries: readonly Entry[]): readonly string[] =>
  entries.map((entry) => (entry.kind === "run" ? entry.messages.map(({ seq }) => seq).join("+") : entry.kind));

test("what one author writes in one go stands together, another author apart", () => {
  const messages = [messageOf(1), messageOf(2), messageOf(3, byLeo)];
  expect(shape(entriesOf(messages, reading))).toEqual(["day", "1+2", "3"]);
});

test("a note, another channel, an unknown sender and a pause each begin anew", () => {
  const messages = [
    messageOf(1, byLeo),
    messageOf(2, { ...byLeo, visibility: "note" }),
    messageOf(3),
    messageOf(4, { channel: "email" }),
    messageOf(5, { channel: "email", anotherSender: "paul@example.net" }),
    messageOf(6, { channel: "email", postedAt: at(60) }),
    messageOf(7, { channel: "email", postedAt: at(70) }),
  ];
  expect(shape(entriesOf(messages, reading))).toEqual(["day", "1", "2", "3", "4", "5", "6", "7"]);
});

test("each day begins with its date", () => {
  const messages = [messageOf(1), messageOf(2, { postedAt: at(24 * 60) })];
  expect(shape(entriesOf(messages, reading))).toEqual(["day", "1", "day", "2"]);
});

test("the line of the new stands before the first unread message of somebody else", () => {
  const messages = [messageOf(1), messageOf(2, byLeo), messageOf(3)];
  expect(shape(entriesOf(messages, { ...reading, readUpTo: 1 }))).toEqual(["day", "1", "2", "new", "3"]);
});

test("where everything is new, or nothing, there is no line", () => {
  const messages = [messageOf(1), messageOf(2)];
  expect(shape(entriesOf(messages, { ...reading, readUpTo: 0 }))).toEqual(["day", "1+2"]);
  expect(shape(entriesOf(messages, { ...reading, readUpTo: 2 }))).toEqual(["day", "1+2"]);
});
