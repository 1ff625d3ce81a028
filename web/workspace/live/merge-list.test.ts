import { expect, test } from "vitest";
import { at, LEO, summaryOf } from "../../../test/support/facts/workspace-cast.ts";
import { appendPage, type LoadedList, mergeSummaries } from "./merge-list.ts";

const said = (minutes: number) =>
  ({ seq: 1, text: "x", attachments: [], authorKind: "end-user", at: at(minutes) }) as const;
const all = { view: "all", search: "", myId: LEO } as const;
const list: LoadedList = {
  conversations: [summaryOf("b", { lastMessage: said(2) }), summaryOf("a", { lastMessage: said(1) })],
  next: null,
};
const ids = (loaded: LoadedList): readonly string[] => loaded.conversations.map((summary) => summary.id);

test("what was just written to comes to the top", () => {
  expect(ids(mergeSummaries(list, [summaryOf("a", { revision: 2, lastMessage: said(3) })], all))).toEqual(["a", "b"]);
});

test("the queue keeps the longest waiting first", () => {
  const queue = { ...all, view: "queue" } as const;
  const waiting = [summaryOf("late", { queuedAt: at(5) }), summaryOf("early", { queuedAt: at(1) })];
  expect(ids(mergeSummaries({ conversations: [], next: null }, waiting, queue))).toEqual(["early", "late"]);
});

test("what was accepted leaves the queue and comes among one's own", () => {
  const taken = summaryOf("a", { revision: 2, assignee: { id: LEO, name: "Léo" } });
  expect(ids(mergeSummaries(list, [taken], { ...all, view: "queue" }))).toEqual(["b"]);
  expect(ids(mergeSummaries({ conversations: [], next: null }, [taken], { ...all, view: "mine" }))).toEqual(["a"]);
});

test("an older line that comes late changes nothing", () => {
  const newer = mergeSummaries(list, [summaryOf("a", { revision: 5, status: "pending" })], all);
  const late = mergeSummaries(newer, [summaryOf("a", { revision: 4 })], all);
  expect(late.conversations.find((summary) => summary.id === "a")?.status).toBe("pending");
});

test("a search takes in nothing new by itself, but keeps what it shows true", () => {
  const search = { ...all, search: "tent" };
  expect(ids(mergeSummaries(list, [summaryOf("new", { lastMessage: said(9) })], search))).toEqual(["b", "a"]);
  const changed = mergeSummaries(list, [summaryOf("a", { revision: 2, status: "pending" })], search);
  expect(changed.conversations.find((summary) => summary.id === "a")?.status).toBe("pending");
});

test("what belongs below the last loaded line waits for its page", () => {
  const partial = { ...list, next: "a" };
  expect(ids(mergeSummaries(partial, [summaryOf("old", { lastMessage: said(0) })], all))).toEqual(["b", "a"]);
});

test("a page that overlaps doubles nothing", () => {
  const page = { conversations: [summaryOf("a"), summaryOf("z")], next: null };
  expect(ids(appendPage(list, page))).toEqual(["b", "a", "z"]);
});

test("what is solved or closed leaves every list of open work at once, and stands among the solved", () => {
  for (const status of ["solved", "closed"] as const) {
    const done = summaryOf("a", { revision: 2, status, assignee: { id: LEO, name: "Léo" } });
    expect(ids(mergeSummaries(list, [done], all))).toEqual(["b"]);
    expect(ids(mergeSummaries(list, [done], { ...all, view: "mine" }))).toEqual(["b"]);
    expect(ids(mergeSummaries(list, [{ ...done, assignee: null }], { ...all, view: "unassigned" }))).toEqual(["b"]);
    expect(ids(mergeSummaries({ conversations: [], next: null }, [done], { ...all, view: "solved" }))).toEqual(["a"]);
  }
});
