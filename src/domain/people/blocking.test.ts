import { describe, expect, test } from "vitest";
import { EARLIER, locked, NOW, queued } from "../../../test/support/facts/conversation-facts.ts";
import { decideUnmute, formsOf, parseBlockedSender } from "./blocking.ts";
import { clientId, emailAddress, endUserId, messageId, seq } from "../ids.ts";
import { decideMutedPost } from "../conversation/posting.ts";

describe("what is typed to be blocked", () => {
  test.each([
    ["Marie@Example.com", "marie@example.com"],
    [" marie@example.com\u200b", "marie@example.com"],
    ["@Example.com", "@example.com"],
    ["mail.example.com", "@mail.example.com"],
  ])("%j is %s", (typed, expected) => {
    const parsed = parseBlockedSender(typed);
    expect(parsed.ok && parsed.value).toBe(expected);
  });

  test.each(["", "@", "com", "marie@", "marie dupont@example.com", "@@example.com"])("%j is refused", (typed) => {
    expect(parseBlockedSender(typed).ok).toBe(false);
  });
});

test("an address is covered by itself, its domain and those above it, and by no top-level domain", () => {
  expect(formsOf(emailAddress("Marie@news.shop.example.com"))).toEqual([
    "marie@news.shop.example.com",
    "@news.shop.example.com",
    "@shop.example.com",
    "@example.com",
  ]);
});

const post = {
  id: messageId("m"),
  endUserId: endUserId("marie"),
  name: null,
  channel: "messaging" as const,
  text: "Achetez !",
  attachments: [],
  cut: null,
  clientId: clientId("client-1"),
  inboundMailId: null,
  shownUpTo: seq(2),
};

test("a muted message reads what its writer saw, and does nothing else", () => {
  const change = decideMutedPost(locked({ status: "pending" }), post, NOW);
  expect(change.posts).toMatchObject([{ visibility: "muted", text: "Achetez !" }]);
  expect(change).toMatchObject({ head: { readUpTo: 2, readAt: NOW }, patches: [{ seq: 2, fate: { name: "read" } }] });
  expect(change.events).toEqual([]);
  expect(Object.keys(change.head).toSorted()).toEqual(["readAt", "readUpTo"]);
});

describe("once a block is lifted", () => {
  const muted = [
    { seq: seq(3), postedAt: EARLIER },
    { seq: seq(4), postedAt: NOW },
  ];

  test("what was muted is a turn of the end user: it reopens, and fires no trigger", () => {
    const change = decideUnmute(locked({ status: "solved", assigneeId: null }), muted, NOW);
    expect(change.patches).toEqual([
      { seq: 3, visibility: "public" },
      { seq: 4, visibility: "public" },
    ]);
    expect(change.head).toMatchObject({ status: "open", queuedAt: NOW, lastEndUserMessage: { at: NOW } });
    expect(change.events).toEqual([]);
  });

  test("a conversation that nobody saw comes into the queue", () => {
    const { head } = decideUnmute(
      { head: { ...queued(), queuedAt: null, isMuted: true }, openReplies: [] },
      muted,
      NOW,
    );
    expect(head).toMatchObject({ isMuted: false, queuedAt: NOW });
  });

  test("a closed one shows what was muted and stays closed", () => {
    const change = decideUnmute(locked({ status: "closed" }), muted, NOW);
    expect(change.head).toEqual({ isMuted: false, lastMessageAt: NOW });
    expect(change.wakes).toEqual([]);
    const unseen = decideUnmute(locked({ status: "closed", assigneeId: null, isMuted: true }), muted, NOW);
    expect(unseen.head).toEqual({ isMuted: false, lastMessageAt: NOW });
  });

  test("nothing changes where nothing was muted", () => {
    expect(decideUnmute(locked(), [], NOW).patches).toEqual([]);
  });
});
