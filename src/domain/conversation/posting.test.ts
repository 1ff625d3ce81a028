import { describe, expect, test } from "vitest";
import {
  head,
  LEO,
  LIGHT,
  locked,
  NO_CHAT,
  NOW,
  openReply,
  queued,
} from "../../../test/support/facts/conversation-facts.ts";
import type { Conversation } from "./conversation.ts";
import { clientId, endUserId, messageId, seq } from "../ids.ts";
import {
  type AgentPost,
  decideAgentPost,
  decideEndUserPost,
  decideMutedPost,
  decideSystemPost,
  movedTo,
} from "./posting.ts";

const post = (change: Partial<AgentPost> = {}): AgentPost => ({
  id: messageId("m"),
  agent: LEO,
  clientId: clientId("client-1"),
  text: "It left yesterday.",
  attachments: [],
  visibility: "public",
  status: null,
  ...change,
});
const decided = (of: Conversation, what: Partial<AgentPost> = {}) => {
  const result = decideAgentPost(of, post(what), NOW);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const refusal = (of: Conversation, what: Partial<AgentPost>): string => {
  const result = decideAgentPost(of, post(what), NOW);
  return result.ok ? "none" : result.error.code;
};

describe("an agent's reply", () => {
  test("waits to be read, wakes the rule, and nothing else happens where it is theirs already", () => {
    const change = decided(head());
    expect(change.head).toEqual({ lastMessageAt: NOW });
    expect(change.posts).toMatchObject([{ fate: "waiting", visibility: "public", author: { kind: "agent" } }]);
    expect(change.wakes.map((wake) => wake.kind)).toEqual(["check-continuity"]);
    expect(change.events).toEqual([{ name: "message-sent", at: NOW, seq: 3 }]);
  });

  test("takes a conversation that nobody holds, and opens a new one", () => {
    expect(decided(queued()).head).toMatchObject({ assigneeId: LEO.id, queuedAt: null, servedAt: NOW, status: "open" });
  });

  test("reopened by nobody in particular, *as open* leaves it with whoever replies, not in the queue", () => {
    const change = decided(queued({ status: "solved", queuedAt: null }), { status: "open" });
    expect(change.head).toMatchObject({ assigneeId: LEO.id, queuedAt: null, status: "open" });
  });

  test.each([
    ["a closed conversation", head({ status: "closed" }), {}, "conversation-closed"],
    ["no Chat access, by messaging", head(), { agent: NO_CHAT }, "no-chat-access"],
    ["a light agent", head(), { agent: LIGHT }, "no-chat-access"],
    [
      "a light agent's note that sets a status",
      head(),
      { agent: LIGHT, visibility: "note", status: "solved" },
      "not-allowed",
    ],
  ] as const)("is refused: %s", (_what, of, what, code) => {
    expect(refusal(of, what)).toBe(code);
  });

  test("to somebody who writes by e-mail needs no Chat access", () => {
    expect(refusal(head({ lastEndUserMessage: { channel: "email", at: NOW } }), { agent: NO_CHAT })).toBe("none");
    expect(refusal(head({ lastEndUserMessage: null, origin: "email" }), { agent: NO_CHAT })).toBe("none");
  });
});

describe("a note", () => {
  test("has no fate, takes nobody's conversation, and fires nothing", () => {
    const change = decided(queued(), { agent: LIGHT, visibility: "note" });
    expect(change.head).toEqual({ lastMessageAt: NOW });
    expect(change.posts).toMatchObject([{ fate: null, visibility: "note" }]);
    expect([...change.wakes, ...change.events]).toEqual([]);
  });

  test("that solves takes it from the queue, and the rule is asked: solved mails at once", () => {
    const change = decided(queued(), { visibility: "note", status: "solved" });
    expect(change.head).toMatchObject({ status: "solved", solvedAt: NOW, queuedAt: null });
    expect(change.wakes.map((wake) => wake.kind)).toEqual(["check-continuity"]);
  });
});

describe("another status", () => {
  test.each(["pending", "on-hold"] as const)("%s keeps the place in the queue", (status) => {
    expect(movedTo(queued(), status, NOW)).toEqual({ status, solvedAt: null });
  });

  test("open again, and nobody's: back to the queue", () => {
    expect(movedTo(head({ status: "solved", assigneeId: null }), "open", NOW)).toMatchObject({ queuedAt: NOW });
    expect(movedTo(head({ status: "solved" }), "open", NOW)).not.toHaveProperty("queuedAt");
  });
});

const write = (of: Parameters<typeof decideEndUserPost>[0], change = {}) =>
  decideEndUserPost(
    of,
    {
      id: messageId("m"),
      endUserId: endUserId("marie"),
      name: null,
      channel: "messaging",
      text: "Thank you",
      attachments: [],
      cut: null,
      clientId: clientId("client-2"),
      inboundMailId: null,
      shownUpTo: seq(0),
      ...change,
    },
    NOW,
  );

describe("a message of the end user", () => {
  test("the first asks for a conversation and joins the queue", () => {
    const change = write({ head: queued({ seq: seq(0), readUpTo: seq(0) }), openReplies: [] });
    expect(change.events.map((event) => event.name)).toEqual([
      "conversation-requested",
      "added-to-queue",
      "message-sent",
    ]);
  });

  test.each(["pending", "on-hold", "solved"] as const)("opens what is %s again, for the same agent", (status) => {
    const change = write(locked({ status, solvedAt: NOW }));
    expect(change.head).toMatchObject({ status: "open", solvedAt: null });
    expect(change.wakes.map((wake) => wake.kind)).toContain("return-to-queue");
    expect(change.events.map((event) => event.name)).toContain("conversation-requested");
  });

  test("to nobody's solved conversation waits in the queue", () => {
    expect(write(locked({ status: "solved", assigneeId: null })).head).toMatchObject({ queuedAt: NOW });
  });

  test("reads up to what was shown, and no further", () => {
    const replies = [openReply(), openReply({ seq: seq(3) })];
    const change = write(locked({ seq: seq(3) }, replies), { shownUpTo: seq(2) });
    expect(change.head).toMatchObject({ readUpTo: 2 });
    expect(change.patches).toMatchObject([{ seq: 2, fate: { name: "read" } }]);
  });
});

test("what the page says goes along with a message, and not with that of somebody who is blocked", () => {
  const siteFacts = { tags: ["vip"], metadata: [["plan", "pro"]], name: null } as const;
  const said = {
    id: messageId("m"),
    endUserId: endUserId("marie"),
    name: null,
    channel: "messaging",
    text: "Where is it?",
    attachments: [],
    cut: null,
    clientId: clientId("client-2"),
    inboundMailId: null,
    shownUpTo: seq(0),
    siteFacts,
  } as const;
  expect(decideEndUserPost(locked(), said, NOW).head).toMatchObject({ tags: ["vip"], metadata: { plan: "pro" } });
  expect(decideMutedPost(locked(), said, NOW).head).toEqual({});
});

test("a message of the system has no fate and fires nothing; a form that asks is remembered as open", () => {
  const form = { kind: "request-email", state: "open", address: null, bouncedAddress: null } as const;
  const change = decideSystemPost(head(), { id: messageId("m"), triggerId: null, text: "Where?", form }, NOW);
  expect(change.posts).toMatchObject([{ fate: null, author: { kind: "system" } }]);
  expect(change.head).toMatchObject({ openFormSeq: 3 });
  expect([...change.wakes, ...change.events]).toEqual([]);
});
