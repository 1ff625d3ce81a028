import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { blockedApi } from "../../../../contract/people/blocked.ts";
import { AgentChanges } from "../../../../contract/conversation/agent-shapes.ts";
import { inContract } from "../../../../test/support/doors/admin-doors.ts";
import { type AgentDoors, openAgentDoors } from "../../../../test/support/doors/agent-doors.ts";
import { type BackOffice, backOffice } from "../../../../test/support/back-office.ts";
import { addAgent, begin, marie, SUPPORT, write } from "../../../../test/support/world.ts";

let given: BackOffice;
let doors: AgentDoors;
let light: string;

beforeAll(async () => {
  given = await backOffice();
  doors = await openAgentDoors(given);
  await addAgent(given, { name: "Lou", email: "lou@acme.example", role: "light-agent" });
  light = await doors.signIn("lou@acme.example");
});
afterAll(async () => {
  await doors.close();
  await given.dispose();
});
beforeEach(() => given.database.pool.query("delete from blocked_sender; delete from inbound_mail"));

const field = (body: unknown, name: string) => Object(body)[name];
const list = async (): Promise<readonly { readonly id: string }[]> =>
  field(inContract(blockedApi.list.answer, await doors.ask("GET", "/blocked")), "blocked");
const keptOut = async (id: string): Promise<readonly object[]> =>
  field(inContract(blockedApi.keptOut.answer, await doors.ask("GET", `/blocked/${id}/kept-out`)), "kept");
const codeOf = (answer: { json(): unknown }): unknown => field(answer.json(), "code");

test("a person is blocked in their conversation, listed with what was kept out, and let in again", async () => {
  const who = await marie(given);
  const id = await begin(given, who);
  const blocked = await doors.ask("POST", `/conversations/${id}/block`, { body: { because: "suspended" } });
  expect(blocked.statusCode).toBe(204);
  await write(given, who, id, { text: "Achetez !" });
  const [entry] = await list();
  expect(entry).toMatchObject({
    person: { name: null, conversationId: id },
    sender: null,
    because: "suspended",
    by: "Léo",
    keptOut: { messages: 1, mails: 0 },
  });
  expect(await keptOut(entry?.id ?? "")).toEqual([{ at: given.clock.now(), text: "Achetez !", mailId: null }]);
  const opened = inContract(AgentChanges, await doors.ask("GET", `/conversations/${id}`));
  expect(opened).toMatchObject({ conversation: { endUser: { blockId: entry?.id } } });

  expect((await doors.ask("POST", `/blocked/${entry?.id ?? ""}/lift`)).statusCode).toBe(204);
  expect(await list()).toEqual([]);
  const reopened = inContract(AgentChanges, await doors.ask("GET", `/conversations/${id}`));
  expect(reopened).toMatchObject({ conversation: { endUser: { blockId: null } } });
  expect(JSON.stringify(reopened)).toContain("Achetez !");
});

test("a domain is blocked by hand, and its mails are read under it", async () => {
  expect((await doors.ask("POST", "/blocked", { body: { sender: "Bad.Example" } })).statusCode).toBe(204);
  expect((await doors.ask("POST", "/blocked", { body: { sender: "@bad.example" } })).statusCode).toBe(204);
  const entries = await list();
  expect(entries).toMatchObject([{ person: null, sender: "@bad.example", because: "by-hand", by: "Léo" }]);
  await given.arrives({ from: "ann@bad.example", to: SUPPORT });
  const mail = await given.database.pool.query<{ id: string }>("select id from inbound_mail");
  const mailId = mail.rows[0]?.id ?? "";
  expect((await doors.ask("POST", `/triage/${mailId}/block`)).statusCode).toBe(204);
  const domain = (await list()).find((each) => Object(each).sender === "@bad.example");
  expect(await keptOut(domain?.id ?? "")).toMatchObject([{ text: "Re: Acme", mailId }]);
});

describe("who may not", () => {
  test("a light agent reads, and blocks nobody", async () => {
    const id = await begin(given);
    expect((await doors.ask("GET", "/blocked", { as: light })).statusCode).toBe(200);
    const refusals = [
      await doors.ask("POST", "/blocked", { as: light, body: { sender: "bad.example" } }),
      await doors.ask("POST", `/conversations/${id}/block`, { as: light, body: { because: "spam" } }),
    ];
    expect(refusals.map(codeOf)).toEqual(["not-allowed", "not-allowed"]);
    expect(await list()).toEqual([]);
  });

  test("nobody who is not signed in", async () => {
    expect((await doors.ask("GET", "/blocked", { as: null })).statusCode).toBe(401);
    const body = { sender: "bad.example" };
    expect((await doors.ask("POST", "/blocked", { as: null, body })).statusCode).toBe(401);
  });
});

test("what is there no more is said so", async () => {
  const gone = "01890000-0000-7000-8000-000000000000";
  expect((await doors.ask("GET", `/blocked/${gone}/kept-out`)).statusCode).toBe(404);
  expect((await doors.ask("POST", `/blocked/${gone}/lift`)).statusCode).toBe(404);
  expect((await doors.ask("POST", `/triage/${gone}/block`)).statusCode).toBe(404);
  expect((await doors.ask("POST", `/conversations/${gone}/block`, { body: { because: "spam" } })).statusCode).toBe(404);
  expect(codeOf(await doors.ask("POST", "/blocked", { body: { sender: "nobody" } }))).toBe("address-shape");
});
