import { expect, test } from "vitest";
import { Refused } from "../../api.ts";
import { at } from "../../../../test/support/facts/workspace-cast.ts";
import { type Letter, Outbox, type Post } from "./outbox.ts";

const FILE = "00000000-0000-7000-8000-0000000000f1";
const post: Post = {
  clientId: "client-id-1",
  text: "Bonjour",
  attachments: [FILE],
  visibility: "public",
  status: null,
};
const letter: Letter = { conversationId: "conversation", post, files: [], sentAt: at(0) };
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test("a message is there at once, and goes when the server's own has come", async () => {
  const events: string[] = [];
  const outbox = new Outbox({
    send: async () => void events.push("sent"),
    onSent: async () => void events.push(`caught up with ${outbox.pending().length} pending`),
  });
  outbox.post(letter);
  expect(outbox.pending()).toHaveLength(1);
  await settled();
  expect(events).toEqual(["sent", "caught up with 1 pending"]);
  expect(outbox.pending()).toEqual([]);
});

test("a message that failed stays with the reason and is tried again with its client id and its files", async () => {
  const tried: Post[] = [];
  const outbox = new Outbox({
    send: async (_id, sent) => {
      tried.push(sent);
      if (tried.length === 1) throw new Refused("offline", 0, "");
    },
    onSent: async () => undefined,
  });
  outbox.post(letter);
  await settled();
  expect(outbox.pending()[0]?.refusal?.code).toBe("offline");
  outbox.retryOffline();
  await settled();
  expect(tried).toEqual([post, post]);
  expect(outbox.pending()).toEqual([]);
});

test("a refusal is not tried again by itself", async () => {
  let tries = 0;
  const outbox = new Outbox({
    send: async () => {
      tries += 1;
      throw new Refused("conversation-closed", 409, "");
    },
    onSent: async () => undefined,
  });
  outbox.post(letter);
  await settled();
  outbox.retryOffline();
  await settled();
  expect(tries).toBe(1);
  outbox.discard(post.clientId);
  expect(outbox.pending()).toEqual([]);
});
