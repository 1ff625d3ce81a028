/** The hot path works from a head that may be old: what it relied on is in the guard, and it refuses nothing by itself. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { begin, freshWorld, marie, reply, type World, write } from "../../../test/support/world.ts";
import { clientId } from "../../domain/ids.ts";
import { postReply } from "./post-reply.ts";

let given: World;

beforeAll(async () => {
  given = await freshWorld();
});

afterAll(() => given.dispose());

const statusOf = async (id: string): Promise<unknown> => {
  const found = await given.database.pool.query("select status, assignee_id from conversation where id = $1", [id]);
  return found.rows[0];
};

test("a reply written from a remembered head that is no longer true takes the general path, and lands", async () => {
  const id = await begin(given);
  await reply(given, id);
  await reply(given, id);
  await given.database.pool.query("update conversation set status = 'pending', assignee_id = null where id = $1", [id]);
  expect(await reply(given, id)).toBe(4);
  expect(await statusOf(id)).toEqual({ status: "pending", assignee_id: given.leo.id });
});

test("after the reply that took the conversation, the next ones are one statement each", async () => {
  await given.database.pool.query("update trigger set active = false");
  const id = await begin(given);
  for (const _ of [1, 2, 3]) await reply(given, id);
  const inOneStatement = given.notices.flatMap((each) =>
    each.kind === "conversation" && each.id === id && each.post !== undefined ? [each.post.seq] : [],
  );
  expect(inOneStatement).toEqual([3, 4]);
  await given.database.pool.query("update trigger set active = true");
});

test("a conversation that was closed elsewhere and opened again takes replies", async () => {
  const id = await begin(given);
  await reply(given, id);
  await given.database.pool.query("update conversation set status = 'closed' where id = $1", [id]);
  const post = { conversationId: id, text: "Bonjour", visibility: "public" as const, status: null };
  const refused = await postReply(given, given.leo, { ...post, clientId: clientId("closed-01") });
  expect(refused.ok ? null : refused.error.code).toBe("conversation-closed");
  await given.store.hot.recallHead(id);
  await given.database.pool.query("update conversation set status = 'open' where id = $1", [id]);
  const taken = await postReply(given, given.leo, { ...post, clientId: clientId("closed-02") });
  expect(taken.ok).toBe(true);
});

test("the same reply sent again is answered with its place and the revision that is true now", async () => {
  const someone = await marie(given);
  const id = await begin(given, someone);
  await reply(given, id);
  const post = { conversationId: id, text: "Bonjour", visibility: "public" as const, status: null };
  const first = await postReply(given, given.leo, { ...post, clientId: clientId("twice-001") });
  await write(given, someone, id);
  const again = await postReply(given, given.leo, { ...post, clientId: clientId("twice-001") });
  expect(first.ok && again.ok && again.value.seq === first.value.seq).toBe(true);
  expect(first.ok && again.ok && again.value.revision > first.value.revision).toBe(true);
});

test("without Chat access a reply is refused as soon as the end user is back on the site", async () => {
  const someone = await marie(given);
  const id = await begin(given, someone);
  await given.database.pool.query(
    "update conversation set last_end_user_channel = 'email', assignee_id = $2, queued_at = null, status = 'open' where id = $1",
    [id, given.leo.id],
  );
  const mailOnly = { ...given.leo, chatAccess: false };
  const post = { conversationId: id, text: "Bonjour", visibility: "public" as const, status: null };
  expect((await postReply(given, mailOnly, { ...post, clientId: clientId("mail-0001") })).ok).toBe(true);
  await write(given, someone, id);
  const refused = await postReply(given, mailOnly, { ...post, clientId: clientId("mail-0002") });
  expect(refused.ok ? null : refused.error.code).toBe("no-chat-access");
});
