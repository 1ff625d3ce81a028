import { describe, expect, test } from "vitest";
import type { AgentConversation } from "../../../../contract/conversation/agent-shapes.ts";
import type { AgentMessage } from "../../../../contract/shared.ts";
import { type FateContext, fateSentence } from "./fate-words.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const at = (minutes: number): number => NOON + minutes * 60_000;

const nothing: AgentConversation["continuity"] = {
  kind: "skip",
  until: null,
  because: "nothing-waiting",
  leftAt: null,
  missing: null,
};
const context = (
  continuity: Partial<AgentConversation["continuity"]> = {},
  rest: Partial<FateContext["conversation"]> = {},
): FateContext => ({
  who: "Marie",
  now: at(0),
  hasRelay: true,
  conversation: {
    status: "open",
    address: null,
    addressAsked: false,
    retry: null,
    continuity: { ...nothing, ...continuity },
    ...rest,
  },
});
const reply = (fate: Partial<NonNullable<AgentMessage["fate"]>> = {}): Pick<AgentMessage, "fate" | "deletedAt"> => ({
  fate: { name: "waiting", at: at(-5), because: null, mailedAt: null, ...fate },
  deletedAt: null,
});
/** What a newer server may send, of which this page's types know nothing. */
const newer = (code: string) => JSON.parse(JSON.stringify(code));
const waits = (because: AgentConversation["continuity"]["because"], leftAt: number | null = null): FateContext =>
  context({ kind: "wait", until: at(10), because, leftAt });

test("a note, and a deleted reply, has no fate", () => {
  expect(fateSentence({ fate: null, deletedAt: null }, context())).toBeNull();
  expect(fateSentence({ ...reply(), deletedAt: at(1) }, context())).toBeNull();
});

test("a waiting reply says when it leaves and since when the person is gone, and can be sent now or held back", () => {
  expect(fateSentence(reply(), waits("gone", at(0)))).toMatchObject({
    key: "fate.wait.gone",
    times: { at: at(10), left: at(0) },
    texts: { who: "Marie" },
    actions: ["send-now", "withhold"],
  });
});

test.each([
  ["inactive", null, "fate.wait.inactive"],
  ["inactive", at(0), "fate.wait.gone"],
  ["gone", null, "fate.wait.away"],
  ["by-email", null, "fate.wait.by-email"],
  ["finished", at(0), "fate.wait.finished"],
  ["settling", null, "fate.wait.settling"],
  ["between-mails", null, "fate.wait.between-mails"],
  ["reconnecting", null, "fate.wait.reconnecting"],
  [newer("something-newer"), null, "fate.wait.other"],
] as const)("a wait because of %s (left %s) has its sentence", (because, leftAt, key) => {
  expect(fateSentence(reply(), waits(because, leftAt))?.key).toBe(key);
});

test("when the time has come it is leaving, and nothing promises a time that has passed", () => {
  const late = { ...waits("gone", at(0)), now: at(10) };
  expect(fateSentence(reply(), late)).toMatchObject({ key: "fate.sending", actions: ["withhold"] });
  expect(fateSentence(reply(), context({ kind: "send" }))?.key).toBe("fate.sending");
});

test.each([
  ["nothing-waiting", "fate.waiting"],
  ["in-delivery", "fate.sending"],
  ["closed", "fate.skip.closed"],
  ["disabled", "fate.skip.disabled"],
  ["prerequisite", "fate.skip.prerequisite"],
  ["no-address", "fate.skip.no-address"],
  ["suppressed", "fate.skip.suppressed"],
  ["stopped", "fate.skip.stopped"],
  [newer("something-newer"), "fate.skip.other"],
] as const)("a reply that is not mailed because of %s has its sentence", (because, key) => {
  expect(fateSentence(reply(), context({ because }))?.key).toBe(key);
});

test("the address is offered to be asked for once, not again while the form is open", () => {
  expect(fateSentence(reply(), context({ because: "no-address" }))?.actions).toEqual(["ask-address"]);
  const asked = fateSentence(reply(), context({ because: "no-address" }, { addressAsked: true }));
  expect(asked).toMatchObject({ key: "fate.skip.address-asked", actions: [] });
});

test.each([
  ["by-agent", "fate.withheld.by-agent", ["release"]],
  ["switched-off", "fate.withheld.switched-off", []],
  ["before-switch", "fate.withheld.before-switch", ["send-anyway"]],
  ["too-old", "fate.withheld.too-old", ["send-anyway"]],
  ["stopped-by-recipient", "fate.withheld.stopped-by-recipient", []],
  ["closed", "fate.withheld.closed", []],
  ["something-newer", "fate.withheld.other", []],
] as const)("a reply withheld because of %s says so and offers what can be done", (because, key, actions) => {
  expect(fateSentence(reply({ name: "withheld", because }), context())).toMatchObject({ key, actions });
});

test("a closed conversation offers to send nothing", () => {
  const closed = context({}, { status: "closed" });
  expect(fateSentence(reply({ name: "withheld", because: "by-agent" }), closed)?.actions).toEqual([]);
});

test("after mailing it says when, and then what came of it", () => {
  const mailed = { mailedAt: at(-3) };
  expect(fateSentence(reply({ name: "mailed", ...mailed }), context())).toMatchObject({
    key: "fate.mailed",
    times: { at: at(-3) },
    actions: ["correct"],
  });
  expect(fateSentence(reply({ name: "answered", ...mailed }), context())).toMatchObject({
    key: "fate.answered-after-mail",
    times: { mailed: at(-3), at: at(-5) },
  });
  expect(fateSentence(reply({ name: "read" }), context())).toMatchObject({ key: "fate.read", times: { at: at(-5) } });
  expect(fateSentence(reply({ name: "read", ...mailed }), context())?.key).toBe("fate.read-after-mail");
});

describe("a bounce", () => {
  test("has a general sentence for a code that nobody knows", () => {
    expect(fateSentence(reply({ name: "bounced", because: "moon-phase" }), context())).toMatchObject({
      key: "fate.bounced.other",
      actions: ["ask-address"],
    });
  });

  test("shows what the mail system said where that is all there is", () => {
    const said = "550 5.1.1 User unknown";
    expect(fateSentence(reply({ name: "bounced", because: said }), context())).toMatchObject({
      key: "fate.bounced.said",
      texts: { said },
    });
  });
});

test("a mail that was not taken says when it was tried and when again", () => {
  const retry = { triedAt: at(-5), nextAt: at(10) };
  expect(fateSentence(reply(), context({ because: "in-delivery" }, { retry }))).toMatchObject({
    key: "fate.retry",
    tone: "trouble",
    times: { tried: at(-5), at: at(10) },
  });
});

test("when that time has come it is leaving again", () => {
  const retry = { triedAt: at(-5), nextAt: at(0) };
  expect(fateSentence(reply(), context({ because: "in-delivery" }, { retry }))?.key).toBe("fate.sending");
});

test.each<readonly [string, FateContext, string]>([
  ["that would leave later", waits("gone"), "fate.no-relay"],
  ["that would leave now", context({ kind: "send" }), "fate.no-relay"],
  ["that is on its way", context({ because: "in-delivery" }), "fate.no-relay"],
  ["without an address", context({ because: "no-address" }), "fate.skip.no-address"],
  ["while the switch is off", context({ because: "disabled" }), "fate.skip.disabled"],
])("without a relay a reply %s says so only where the relay is what is missing", (_what, facts, key) => {
  expect(fateSentence(reply(), { ...facts, hasRelay: false })?.key).toBe(key);
});
