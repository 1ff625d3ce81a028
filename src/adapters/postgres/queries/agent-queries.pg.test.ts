import { afterAll, beforeAll, expect, test } from "vitest";
import { addAgent, begin, freshWorld, marie, type World } from "../../../../test/support/world.ts";
import type { ConversationStatus } from "../../../domain/conversation/conversation.ts";
import { isInView, LIST_VIEWS, type ListView } from "../../../domain/conversation/list-views.ts";
import { agentQueries } from "./agent-queries.ts";

let world: World;

beforeAll(async () => {
  world = await freshWorld();
});
afterAll(() => world.database.dispose());

const STATUSES: readonly ConversationStatus[] = ["new", "open", "pending", "on-hold", "solved", "closed"];
const VIEWS: readonly ListView[] = ["queue", "mine", "unassigned", "all", "solved"];

test("the database lists what the rule says, whatever a conversation is", async () => {
  const zoe = await addAgent(world, { name: "Zoé", email: "zoe@acme.example" });
  const who = await marie(world);
  const listed = [];
  for (const status of STATUSES) {
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
  expect(VIEWS.toSorted()).toEqual(Object.keys(LIST_VIEWS).toSorted());
  for (const view of VIEWS) {
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
