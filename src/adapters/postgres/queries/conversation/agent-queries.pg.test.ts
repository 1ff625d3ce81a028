import { afterAll, beforeAll, expect, test } from "vitest";
import { addAgent, begin, freshWorld, marie, type World } from "../../../../../test/support/world.ts";
import { CONVERSATION_STATUSES } from "../../../../domain/conversation/status.ts";
import { isInView, LIST_VIEWS } from "../../../../domain/conversation/list-views.ts";
import { agentQueries } from "./agent-queries.ts";

let world: World;

beforeAll(async () => {
  world = await freshWorld();
});
afterAll(() => world.database.dispose());

test("the database lists what the rule says, whatever a conversation is", async () => {
  const zoe = await addAgent(world, { name: "Zoé", email: "zoe@acme.example" });
  const who = await marie(world);
  const listed = [];
  for (const status of CONVERSATION_STATUSES) {
    for (const assigneeId of [null, world.leo.id, zoe.id]) {
      for (const isQueued of assigneeId === null ? [false, true] : [false]) {
        const id = await begin(world, who);
        await world.database.pool.query(
          "update conversation set status = $2, assignee_id = $3, queued_at = $4, solved_at = null where id = $1",
          [id, status, assigneeId, isQueued ? world.clock.now() : null],
        );
        listed.push({ id, status, assigneeId, isQueued });
      }
    }
  }
  for (const view of LIST_VIEWS) {
    const { conversations } = await agentQueries(world.database.pool).list(world.leo, {
      view,
      after: null,
      search: null,
    });
    const expected = listed.filter((each) => isInView(view, each, world.leo.id)).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);
    expect({ view, ids: conversations.map(({ id }) => id).toSorted() }).toEqual({ view, ids: expected.toSorted() });
  }
});

test("what began by mail keeps the mark of it, whoever wrote last", async () => {
  const id = await begin(world, await marie(world));
  const mark = async () => {
    const wanted = { view: "all", after: null, search: null } as const;
    const { conversations } = await agentQueries(world.database.pool).list(world.leo, wanted);
    return conversations.find((each) => each.id === id)?.channel;
  };
  expect(await mark()).toBe("messaging");
  await world.database.pool.query("update conversation set origin = 'email' where id = $1", [id]);
  expect(await mark()).toBe("email");
});
