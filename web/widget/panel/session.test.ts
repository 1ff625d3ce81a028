import { expect, test } from "vitest";
import type { Answer } from "../../kit/answer.ts";
import { openKeep } from "./keep.ts";
import { openSession } from "./session.ts";

const profile = () => ({ brandId: "b", locale: null, browserLanguages: ["fr"], timeZone: null });

async function tokenOf(answer: Promise<Answer<string>>): Promise<string> {
  const told = await answer;
  return told.kind === "done" ? told.value : told.kind;
}

function given() {
  const asked: (() => void)[] = [];
  const keep = openKeep("key", () => {
    throw new Error("denied");
  });
  let lost = 0;
  const session = openSession({
    api: {
      startSession: async () => {
        const token = `t${asked.length + 1}`;
        await new Promise<void>((resolve) => asked.push(resolve));
        return { kind: "done", value: { token, endUserId: "u", locale: "fr" } };
      },
    },
    keep,
    profile,
    made: () => {},
    lost: () => {
      lost += 1;
      keep.change(() => ({ token: null }));
    },
  });
  return { session, keep, asked, lost: () => lost };
}

test("nothing is asked of the server before somebody needs the session; then, however many need it, once", async () => {
  const { session, asked } = given();
  expect([session.token(), asked.length]).toEqual([null, 0]);
  const both = Promise.all([tokenOf(session.require()), tokenOf(session.require())]);
  asked[0]?.();
  expect(await both).toEqual(["t1", "t1"]);
  expect(asked.length).toBe(1);
  expect(await tokenOf(session.require())).toBe("t1");
});

test("the session that another tab made meanwhile is taken, and our own stays empty", async () => {
  const { session, keep, asked } = given();
  const token = tokenOf(session.require());
  keep.change(() => ({ token: "other tab's" }));
  asked[0]?.();
  expect(await token).toBe("other tab's");
});

test("a refusal of an old token does not end the session that came after it", async () => {
  const { session, keep, lost } = given();
  keep.change(() => ({ token: "new" }));
  session.refused("old");
  expect([session.token(), lost()]).toEqual(["new", 0]);
  session.refused("new");
  expect([session.token(), lost()]).toEqual([null, 1]);
});
