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
import {
  closesAt,
  decideAccept,
  decideAssign,
  decideClose,
  decideDelete,
  decideEdit,
  decideHandOn,
  decideEditing,
  decideRelease,
  decideStatus,
  decideWithhold,
  type EditableMessage,
  moveInto,
} from "./handling.ts";
import { noChange } from "../change.ts";
import { type AgentId, agentId, DAY, later, seq } from "../ids.ts";
import type { Result } from "../result.ts";

const said = <T>(result: Result<T, { readonly code: string }>): T | string =>
  result.ok ? result.value : result.error.code;
const at2 = seq(2);
const mine: EditableMessage = { seq: at2, authorId: LEO.id, deleted: false, mailed: false };
const edit = { by: LEO, text: "New words", now: NOW };
const status = { now: NOW, closeAfterDays: 4 };

const handedOn = (assigneeId: AgentId) => decideHandOn(head({ assigneeId }), { from: LEO.id, to: null }, NOW);

describe("accepting", () => {
  test("takes it from the queue and opens it", () => {
    expect(said(decideAccept(queued(), LEO, NOW))).toMatchObject({
      head: { assigneeId: LEO.id, queuedAt: null, servedAt: NOW, status: "open" },
      events: [{ name: "assigned-from-queue" }],
    });
  });

  test.each([
    ["without Chat access", queued(), NO_CHAT, "no-chat-access"],
    ["what is closed", queued({ status: "closed" }), LEO, "conversation-closed"],
    ["what a colleague took first", head({ assigneeId: agentId("another") }), LEO, "already-accepted"],
  ])("is refused %s", (_what, of, by, code) => {
    expect(said(decideAccept(of, by, NOW))).toBe(code);
  });

  test("twice is once", () => {
    expect(said(decideAccept(head(), LEO, NOW))).toMatchObject({ head: {}, events: [] });
  });
});

describe("handing over", () => {
  test("to a colleague, or back to the queue", () => {
    const to = { id: agentId("zoe"), mayHandle: true };
    expect(said(decideAssign(head(), LEO, to, NOW))).toMatchObject({ head: { assigneeId: "zoe", queuedAt: null } });
    expect(said(decideAssign(head(), LEO, null, NOW))).toMatchObject({
      head: { assigneeId: null, queuedAt: NOW },
      events: [{ name: "added-to-queue" }],
    });
    expect(said(decideAssign(queued(), LEO, null, NOW))).toMatchObject({ head: {} });
  });

  test("given back when it is solved, it waits for nobody until it opens again", () => {
    const solved = head({ status: "solved", solvedAt: NOW });
    const given = said(decideAssign(solved, LEO, null, NOW));
    expect(given).toMatchObject({ head: { assigneeId: null }, events: [] });
    expect(given).not.toHaveProperty("head.queuedAt");
    const free = head({ status: "solved", solvedAt: NOW, assigneeId: null });
    expect(said(decideStatus(free, LEO, "open", status))).toMatchObject({ head: { queuedAt: NOW } });
  });

  test("is refused to a light agent, from one, and when closed", () => {
    const nobody = { id: LIGHT.id, mayHandle: false };
    expect(said(decideAssign(head(), LEO, nobody, NOW))).toBe("not-allowed");
    expect(said(decideAssign(head(), LIGHT, null, NOW))).toBe("not-allowed");
    expect(said(decideAssign(head({ status: "closed" }), LEO, null, NOW))).toBe("conversation-closed");
  });
});

describe("the status", () => {
  test("solved leaves the queue and closes by itself after its days", () => {
    expect(said(decideStatus(queued(), LEO, "solved", status))).toMatchObject({
      head: { status: "solved", solvedAt: NOW, queuedAt: null },
      wakes: [{ kind: "check-continuity" }, { kind: "close-solved", dueAt: NOW + 4 * DAY }],
    });
    expect(closesAt(NOW, 1)).toBe(NOW + DAY);
  });

  test("pending asks the rule; the same again changes nothing", () => {
    expect(said(decideStatus(head(), LEO, "pending", status))).toMatchObject({ wakes: [{ kind: "check-continuity" }] });
    expect(said(decideStatus(head(), LEO, "open", status))).toMatchObject({ head: {}, wakes: [] });
  });

  test("is handed on only while whoever leaves still holds it", () => {
    expect(handedOn(LEO.id)).toMatchObject({ head: { assigneeId: null, queuedAt: NOW } });
    expect(handedOn(agentId("another"))).toEqual(noChange(head().id));
  });

  test("what is solved is not solved again: its closing would be put off", () => {
    const solved = head({ status: "solved", solvedAt: NOW });
    const tomorrow = later(NOW, DAY);
    expect(moveInto(solved, "solved", tomorrow, { rule: tomorrow, closing: tomorrow })).toEqual(noChange(solved.id));
  });

  test("is no light agent's, and of nothing closed", () => {
    expect(said(decideStatus(head(), LIGHT, "solved", status))).toBe("not-allowed");
    expect(said(decideStatus(head({ status: "closed" }), LEO, "open", status))).toBe("conversation-closed");
  });
});

describe("closing", () => {
  test.each([
    ["solved, and nothing waits", locked({ status: "solved" }, [openReply({ fate: "mailed" })]), true],
    ["a reply waits", locked({ status: "solved" }), false],
    ["mail is in flight", locked({ status: "solved" }, [openReply({ fate: "withheld", inDelivery: true })]), false],
    ["it was opened again", locked({ status: "open" }, []), false],
  ])("%s: %s", (_what, of, closes) => {
    expect(decideClose(of)?.head.status === "closed").toBe(closes);
  });
});

describe("editing and deleting", () => {
  test("are free before the mail, also while it waits for another attempt", () => {
    for (const of of [locked(), locked({}, [openReply({ inDelivery: true })])]) {
      expect(said(decideEdit(of, mine, edit))).toMatchObject({
        patches: [{ text: "New words", editedAt: NOW, editingSince: null }],
      });
      expect(said(decideEditing(of, mine, { by: LEO, isOpen: true, now: NOW }))).toMatchObject({
        patches: [{ seq: at2, editingSince: NOW }],
        wakes: [{ kind: "check-continuity" }],
      });
      expect(said(decideEditing(of, mine, { by: LEO, isOpen: false, now: NOW }))).toMatchObject({
        patches: [{ seq: at2, editingSince: null }],
        wakes: [{ kind: "check-continuity" }],
      });
      expect(said(decideDelete(of, mine, { by: LEO, now: NOW }))).toMatchObject({
        patches: [{ text: "", attachments: [], deletedAt: NOW }],
      });
    }
  });

  test.each([
    ["it has left", locked({}, [openReply({ fate: "mailed" })]), mine, "already-mailed"],
    ["it came back", locked({}, [openReply({ fate: "bounced" })]), mine, "already-mailed"],
    ["it may have left", locked({}, [openReply({ inDelivery: true, mayHaveLeft: true })]), mine, "already-mailed"],
    ["it left, and was read since", locked({}, []), { ...mine, mailed: true }, "already-mailed"],
    ["somebody else wrote it", locked(), { ...mine, authorId: agentId("zoe") }, "not-yours"],
    ["the end user wrote it", locked(), { ...mine, authorId: null }, "not-yours"],
    ["it is gone", locked(), { ...mine, deleted: true }, "not-found"],
    ["the conversation is closed", locked({ status: "closed" }), mine, "conversation-closed"],
  ] as const)("are refused where %s", (_what, of, message, code) => {
    expect(said(decideEdit(of, message, edit))).toBe(code);
    expect(said(decideEditing(of, message, { by: LEO, isOpen: true, now: NOW }))).toBe(code);
    expect(said(decideDelete(of, message, { by: LEO, now: NOW }))).toBe(code);
  });
});

describe("don't send", () => {
  const held = openReply({ fate: "withheld", withheldBecause: "by-agent" });

  test("holds a reply back, once, and is lifted again", () => {
    expect(said(decideWithhold(locked(), at2, LEO, NOW))).toMatchObject({
      patches: [{ fate: { name: "withheld", because: "by-agent" } }],
    });
    expect(said(decideWithhold(locked({}, [held]), at2, LEO, NOW))).toMatchObject({ patches: [] });
    expect(said(decideRelease(locked({}, [held]), at2, LEO, NOW))).toMatchObject({
      patches: [{ fate: { name: "waiting", because: null } }],
    });
    expect(said(decideRelease(locked(), at2, LEO, NOW))).toMatchObject({ patches: [] });
  });

  test("lifting what closed for good changes nothing", () => {
    const closed = openReply({ fate: "withheld", withheldBecause: "closed" });
    expect(said(decideRelease(locked({}, [closed]), at2, LEO, NOW))).toMatchObject({ patches: [], wakes: [] });
  });

  test.each([
    ["by a light agent", locked(), LIGHT, "not-allowed"],
    ["of what is read", locked({}, []), LEO, "not-a-reply"],
    ["when closed", locked({ status: "closed" }), LEO, "conversation-closed"],
  ] as const)("is refused %s, and so is lifting it", (_what, of, by, code) => {
    expect(said(decideWithhold(of, at2, by, NOW))).toBe(code);
    expect(said(decideRelease(of, at2, by, NOW))).toBe(code);
  });

  test.each([openReply({ fate: "mailed" }), openReply({ mayHaveLeft: true })])("comes too late for $fate", (reply) => {
    expect(said(decideWithhold(locked({}, [reply]), at2, LEO, NOW))).toBe("already-mailed");
  });
});
