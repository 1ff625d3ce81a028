/** What becomes of conversations whose agent holds no more (product.md §9.5). */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addAgent, begin, freshWorld, marie, must, takeJobs, type World } from "../../../test/support/world.ts";
import { type AgentId, agentId, type ConversationId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import { changeMe } from "../people/change-me.ts";
import { changeTeamMember } from "../people/change-team-member.ts";
import { handOn } from "./hand-on.ts";
import { handleConversation } from "./handle-conversation.ts";

let world: World;
let nora: AgentIdentity;
let open: ConversationId;
let solved: ConversationId;
let ofAda: ConversationId;
let count = 0;

beforeAll(async () => {
  world = await freshWorld();
});
afterAll(() => world.dispose());
beforeEach(async () => {
  nora = await addAgent(world, { name: "Nora", email: `nora${(count += 1)}@acme.example` });
  const held = async (by: AgentIdentity): Promise<ConversationId> => {
    const id = await begin(world, await marie(world));
    must(await handleConversation(world, by, id, { verb: "accept" }));
    return id;
  };
  [open, solved, ofAda] = [await held(nora), await held(nora), await held(world.ada)];
  must(await handleConversation(world, nora, solved, { verb: "status", status: "solved" }));
});

/** As the worker runs it. */
async function handedOn(): Promise<void> {
  for (const { payload } of await takeJobs(world, "hand-on")) {
    const to = String(payload["to"]);
    await handOn(world, { from: agentId(String(payload["from"])), to: to === "" ? null : agentId(to) });
  }
}

async function placeOf(id: ConversationId): Promise<AgentId | "queue" | null> {
  const head = await world.store.hot.loadHead(id);
  return head?.queuedAt === null ? head.assigneeId : "queue";
}
const places = (): Promise<readonly unknown[]> => Promise.all([open, solved, ofAda].map(placeOf));

const leaves = (heir?: AgentId | null) =>
  changeTeamMember(world, nora.id, {
    name: "Nora",
    role: "agent",
    chatAccess: true,
    active: false,
    ...(heir === undefined ? {} : { heir }),
  });

test("whoever is deactivated leaves what is open to the queue", async () => {
  must(await leaves());
  await handedOn();
  expect(await places()).toEqual(["queue", nora.id, world.ada.id]);
});

test("or to whom the admin names", async () => {
  must(await leaves(world.leo.id));
  await handedOn();
  await handedOn();
  expect(await places()).toEqual([world.leo.id, nora.id, world.ada.id]);
});

test("an heir who cannot take it does not get it", async () => {
  const lina = await addAgent(world, { name: "Lina", email: `lina${count}@acme.example`, role: "light-agent" });
  must(await leaves(lina.id));
  await handedOn();
  expect(await placeOf(open)).toBe("queue");
});

test("whoever goes offline gives theirs back where they ask for it, and keeps them else", async () => {
  must(await changeMe(world, nora, { presence: "offline" }));
  await handedOn();
  expect(await placeOf(open)).toBe(nora.id);
  must(await changeMe(world, nora, { presence: "offline", handBack: true }));
  await handedOn();
  expect(await places()).toEqual(["queue", nora.id, world.ada.id]);
});

test("what a colleague took over meanwhile stays theirs", async () => {
  must(await leaves());
  must(await handleConversation(world, world.leo, open, { verb: "assign", to: world.leo.id }));
  await handedOn();
  expect(await placeOf(open)).toBe(world.leo.id);
});
