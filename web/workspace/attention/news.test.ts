import { expect, test } from "vitest";
import { at, LEO, summaryOf } from "../../../test/support/facts/workspace-cast.ts";
import { type Known, knownOf, newsIn } from "./news.ts";

const reader = { myId: LEO, since: at(0), tookHere: () => false };
const nothing: ReadonlyMap<string, Known> = new Map();
const mine = { assignee: { id: LEO, name: "Léo" } };
const said = (seq: number, authorKind: "end-user" | "agent") =>
  ({ seq, text: "x", attachments: [], authorKind, at: at(seq) }) as const;

test("whoever comes into the queue is news, once", () => {
  const waiting = summaryOf("a", { queuedAt: at(1) });
  expect(newsIn([waiting], nothing, reader)).toMatchObject([{ kind: "queued" }]);
  expect(newsIn([waiting], new Map([["a", knownOf(waiting, LEO)]]), reader)).toEqual([]);
});

test("who waited before the page was opened is no news", () => {
  expect(newsIn([summaryOf("a", { queuedAt: at(-1) })], nothing, reader)).toEqual([]);
});

test("what an end user writes in my conversation is news; my own words, and a colleague's conversation, are not", () => {
  const known = new Map([["a", { queuedAt: null, seq: 1, isMine: true }]]);
  expect(newsIn([summaryOf("a", { ...mine, lastMessage: said(2, "end-user") })], known, reader)).toMatchObject([
    { kind: "written" },
  ]);
  expect(newsIn([summaryOf("a", { ...mine, lastMessage: said(2, "agent") })], known, reader)).toEqual([]);
  expect(newsIn([summaryOf("a", { lastMessage: said(2, "end-user") })], known, reader)).toEqual([]);
});

const known = (isMine: boolean) => new Map([["a", { queuedAt: null, seq: 1, isMine }]]);

test("what a colleague hands to me is news, once; what I took, answered or had, and what is over, is not", () => {
  const given = summaryOf("a", { ...mine, lastMessage: said(1, "end-user") });
  expect(newsIn([given], known(false), reader)).toMatchObject([{ kind: "given" }]);
  expect(newsIn([given], new Map([["a", knownOf(given, LEO)]]), reader)).toEqual([]);
  expect(newsIn([given], known(false), { ...reader, tookHere: (id) => id === "a" })).toEqual([]);
  const answered = summaryOf("a", { ...mine, lastMessage: said(2, "agent") });
  expect(newsIn([answered], known(false), reader)).toEqual([]);
  expect(newsIn([{ ...given, status: "solved" }], known(false), reader)).toEqual([]);
});
