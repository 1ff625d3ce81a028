import { afterAll, beforeAll, expect, test } from "vitest";
import { begin, freshWorld, marie, reply, type World } from "../../../../../test/support/world.ts";
import { revision } from "../../../../domain/ids.ts";
import { rowOfPost } from "../../conversation/message-columns.ts";
import type { Pool } from "../../pool.ts";
import { agentQueries } from "./agent-queries.ts";
import { loadMessages } from "./message-views.ts";
import { widgetQueries } from "./widget-queries.ts";

let world: World;

beforeAll(async () => {
  world = await freshWorld();
});
afterAll(() => world.dispose());

/** The pool, with something that happens just before the messages are read. */
function interrupted(pool: Pool, happens: () => Promise<unknown>): Pool {
  const query = async (statement: { readonly name?: string; readonly text: string }, values?: unknown[]) => {
    if (statement.name === "messages-since") await happens();
    return pool.query(statement, values);
  };
  return Object.assign(Object.create(pool), { query });
}

test("what is posted between the two reads comes with the next revision, not twice", async () => {
  const who = await marie(world);
  const id = await begin(world, who);
  const { pool } = world.database;
  const during = interrupted(pool, () => reply(world, id, { text: "In between" }));
  const first = await widgetQueries(during).changes(who, id, revision(0));
  const next = await widgetQueries(pool).changes(who, id, revision(first?.conversation.revision ?? 0));
  expect([first, next].map((changes) => changes?.messages.map((message) => message.seq))).toEqual([[1], [2]]);

  const seen = await agentQueries(during).changes(world.leo, id, revision(0), world.clock.now());
  expect(seen?.messages.map((message) => message.seq)).toEqual([1, 2]);
});

test("what this process posted is shown from memory as it is read later", async () => {
  await world.database.pool.query("update trigger set active = false");
  const id = await begin(world, await marie(world));
  // The first takes the conversation; of the second nothing else follows.
  await reply(world, id);
  await reply(world, id, { text: "Bonjour Marie" });
  const { message, ...place } = lastPost();
  const read = await loadMessages(world.database.pool, id, { after: place.revision - 1, upTo: place.revision });
  expect(read).toEqual([rowOfPost(message, place)]);
});

/** The post that rang last. */
function lastPost() {
  const [post] = world.notices
    .flatMap((each) =>
      each.kind === "conversation" && each.post !== undefined ? [{ ...each.post, revision: each.revision }] : [],
    )
    .slice(-1);
  if (post === undefined) throw new Error("nothing was posted in one statement");
  return post;
}
