import { expect, test } from "vitest";
import type { Answer } from "../../../kit/answer.ts";
import { testTimers } from "../../../../test/support/clock.ts";
import { openKeep } from "../keep.ts";
import { openSession } from "../session.ts";
import { millis, SECOND } from "../../../../src/domain/ids.ts";
import type { Unsent } from "../conversation/outbox.ts";
import { Identity } from "./identity.ts";

type Identified = { token: string; endUserId: string; locale: string; endsIn: number | null };

const unsent = (text: string): Unsent => ({
  clientId: text,
  text,
  attachments: [],
  conversationId: "c1",
  shownUpTo: 0,
  writtenAt: 0,
  refused: null,
});

const profile = () => ({ brandId: "b", locale: null, browserLanguages: ["fr"], timeZone: null });

/** A page with a site that gives a token at once, and a server that takes `marie…` for Marie, by her first name. */
function given(endsIn: number | null = null) {
  const keep = openKeep("key", () => {
    throw new Error("denied");
  });
  const timers = testTimers();
  const said: string[] = [];
  const wrong: unknown[] = [];
  let answer: ((jwt: string) => Answer<Identified>) | null = null;
  let made = 0;
  const api = {
    startSession: () => Promise.resolve({ kind: "unreachable" } as const),
    identify: ({ jwt, sessionToken }: { readonly jwt: string; readonly sessionToken: string | null }) => {
      said.push(`${jwt} over ${sessionToken}`);
      made += 1;
      const value = { token: `t${made}`, endUserId: jwt.split(" ")[0] ?? "", locale: "fr", endsIn };
      return Promise.resolve(answer?.(jwt) ?? ({ kind: "done", value } as const));
    },
    endSession: (token: string) => {
      said.push(`end ${token}`);
      return Promise.resolve({ kind: "done", value: null } as const);
    },
  };
  const session = openSession({ api, keep, profile, made: () => {}, lost: () => {} });
  const identity = new Identity({
    api,
    keep,
    profile,
    localeTold: () => {},
    clock: { after: (delay, work) => timers.after(millis(delay), work) },
    again: (_tries, work) => void timers.after(SECOND, work),
    messenger: {
      session,
      personChanged: () => said.push("changed"),
      startAfresh: () => {
        said.push("left");
        keep.change(() => ({ token: null, owner: null, outbox: [], parked: null }));
      },
      forget: () => {
        said.push("forgotten");
        keep.change(({ owner, outbox }) => ({
          token: null,
          owner: null,
          outbox: [],
          parked: owner === null ? null : { owner, outbox },
        }));
      },
      signBy: () => {},
    },
  });
  return {
    keep,
    said,
    wrong,
    timers,
    session,
    identity,
    /** The server refuses the session. False: nobody is asked. */
    lose: () => identity.renew(),
    answerBy: (by: ((jwt: string) => Answer<Identified>) | null) => {
      answer = by;
    },
    /** `loginUser` by a site that answers at once. */
    login: async (jwt: unknown) => {
      identity.login(
        (give) => typeof give === "function" && give(jwt),
        (error) => wrong.push(error),
      );
      await settled();
    },
  };
}

/** Promises that wait on nothing outside have gone on. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

const refusedBecause = (reason: string) => (): Answer<Identified> => ({
  kind: "refused",
  code: "identity-refused",
  details: { reason },
  message: "what to mend",
});

test("a site's token signs in, over the session that there is, and what waits to be sent goes along", async () => {
  const { keep, login, said, wrong } = given();
  keep.change(() => ({ token: "anonymous", outbox: [unsent("hello")] }));
  await login("marie");
  expect(keep.read()).toMatchObject({ token: "t1", owner: "marie", outbox: [{ text: "hello" }] });
  expect([said, wrong]).toEqual([["marie over anonymous", "changed"], [null]]);
});

test("what is wrong with it the page is told, and nothing changes", async () => {
  const { keep, login, wrong, answerBy } = given();
  keep.change(() => ({ token: "anonymous" }));
  answerBy(refusedBecause("signature"));
  await login("forged");
  expect(keep.read()).toMatchObject({ token: "anonymous", owner: null });
  expect(wrong).toEqual([{ type: "LoginFailedError", reason: "signature", message: "what to mend" }]);
});

test("nothing that one wrote is sent by the next, or shown to them", async () => {
  const { keep, login } = given();
  await login("marie");
  keep.change(() => ({ outbox: [unsent("a secret")], drafts: { "": "half of another" } }));
  await login("paul");
  expect(keep.read()).toMatchObject({ owner: "paul", outbox: [] });
  expect(keep.read().drafts).toEqual({});
});

test("signing out leaves nothing; whoever was never signed in keeps what is theirs", async () => {
  const { keep, login, identity, said } = given();
  keep.change(() => ({ token: "anonymous" }));
  identity.logout(null);
  expect(keep.read().token).toBe("anonymous");
  await login("marie");
  identity.logout(null);
  expect(said.at(-1)).toBe("left");
});

test("an answer that comes after signing out signs nobody in, and its session is ended", async () => {
  const { keep, identity, said } = given();
  identity.login((give) => typeof give === "function" && give("marie"), null);
  identity.logout(null);
  await settled();
  expect(keep.read()).toMatchObject({ token: null, owner: null });
  expect(said.at(-1)).toBe("end t1");
});

test("whoever needs a session waits for the one that is being signed in", async () => {
  const { identity, session } = given();
  identity.login((give) => typeof give === "function" && give("marie"), null);
  expect(await session.require()).toEqual({ kind: "done", value: "t1" });
});

test("a session that another tab made meanwhile joins too", async () => {
  const { keep, identity, said } = given();
  identity.login((give) => typeof give === "function" && give("marie"), null);
  await Promise.resolve();
  await Promise.resolve();
  keep.change(() => ({ token: "other tab's" }));
  await settled();
  expect(said).toEqual(["marie over null", "end t1", "marie over other tab's", "changed"]);
});

test("the site is asked again after its token's end, before the server forgets", async () => {
  const { login, said, timers } = given(600_000);
  await login("marie");
  expect(timers.next()).toBe(600_000 - 45_000);
  timers.advance(600_000 - 45_000);
  await settled();
  expect(said).toEqual(["marie over null", "changed", "marie over t1", "changed"]);
});

test("where the server knows the session no more, the site is asked; what it says decides", async () => {
  const { keep, login, lose, said, answerBy } = given();
  await login("marie");
  keep.change(() => ({ outbox: [unsent("hello")] }));
  expect(lose()).toBe(true);
  await settled();
  expect(keep.read()).toMatchObject({ token: "t2", outbox: [{ text: "hello" }] });
  answerBy(refusedBecause("expired"));
  expect(lose()).toBe(true);
  await settled();
  expect(said.at(-1)).toBe("forgotten");
  expect(lose()).toBe(false);
});

test("what waited when a sign-in ended is there when the same person comes back, and for nobody else", async () => {
  for (const [whom, texts] of [
    ["marie", ["hello"]],
    ["paul", []],
  ] as const) {
    const { keep, login } = given();
    keep.change(() => ({ parked: { owner: "marie", outbox: [unsent("hello")] } }));
    await login(whom);
    expect(keep.read().outbox.map(({ text }) => text)).toEqual(texts);
    expect(keep.read().parked).toBeNull();
  }
});

test("a site that says nothing for half a minute has nothing to say: then the session is over", async () => {
  const { keep, login, identity, lose, said, timers } = given();
  await login("marie");
  identity.login(() => {}, null);
  expect(lose()).toBe(true);
  timers.advance(30_000);
  expect(said.at(-1)).toBe("forgotten");
  expect(keep.read().owner).toBeNull();
});

test("a server that cannot be reached is asked again, until it answers", async () => {
  const { keep, login, timers, answerBy, wrong } = given();
  answerBy(() => ({ kind: "unreachable" }));
  await login("marie");
  answerBy(null);
  timers.advance(SECOND);
  await settled();
  expect([keep.read().owner, wrong]).toEqual(["marie", [null]]);
});

test("signed out on another page, ours asks its site no more", async () => {
  const { keep, login, identity, lose, timers } = given(600_000);
  await login("marie");
  keep.change(() => ({ token: null, owner: null }));
  identity.storageChanged();
  expect([timers.waiting(), lose()]).toEqual([0, false]);
});
