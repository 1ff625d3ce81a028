import { afterEach, expect, test, vi } from "vitest";
import { accountApi } from "../../contract/people/account.ts";
import { ask, onSignedOut, parse, refusalOf, tell } from "./api.ts";

const answer = (status: number, body: unknown): void =>
  void vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status }));
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (error: unknown) => refusalOf(error).code,
  );

afterEach(() => {
  vi.unstubAllGlobals();
});

test("what a newer server added to an answer is dropped, another shape is no answer", async () => {
  expect(parse(accountApi.team.answer, { agents: [], photos: [], mood: "good" })).toEqual({ agents: [], photos: [] });
  expect(parse(accountApi.team.answer, { agents: [{ id: 3 }], photos: [] })).toBeNull();
  answer(200, { people: [] });
  expect(await codeOf(ask(accountApi.team.answer, { method: "GET", path: "/api/agent/team" }))).toBe(
    "answer-unreadable",
  );
});

test("a refusal keeps its code; without one there is trouble at the server, without an answer no connection", async () => {
  const request = { method: "POST", path: "/api/agent/conversations/1/accept" } as const;
  answer(409, { code: "already-accepted", message: "" });
  expect(await codeOf(tell(request))).toBe("already-accepted");
  answer(502, "<html>");
  expect(await codeOf(tell(request))).toBe("server-trouble");
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("network");
  });
  expect(await codeOf(tell(request))).toBe("offline");
});

test("the end of a session is told once, and not by the question that follows from it", async () => {
  let told = 0;
  const stop = onSignedOut(() => {
    told += 1;
  });
  answer(401, { code: "signed-out", message: "" });
  await codeOf(tell({ method: "PUT", path: "/api/agent/conversations/1/status" }));
  await codeOf(tell({ method: "GET", path: accountApi.me.path }));
  stop();
  expect(told).toBe(1);
});
