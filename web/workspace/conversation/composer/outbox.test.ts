import { expect, test } from "vitest";
import { settle } from "../../../../test/support/facts/unsent-letters.ts";
import { aDrawer, noLocks } from "../../../../test/support/facts/unsent-letters.ts";
import { testClock } from "../../../../test/support/facts/test-clock.ts";
import { Refused } from "../../api.ts";
import { openReplies, outboxPrefix, type Post, type Reply } from "./outbox.ts";

const FILE = {
  id: "00000000-0000-7000-8000-0000000000f1",
  name: "a.pdf",
  type: "application/pdf",
  size: 5,
  image: null,
};
const post: Post = {
  clientId: "client-id-1",
  text: "Bonjour",
  attachments: [FILE.id],
  visibility: "public",
  status: null,
};
const reply = (writtenAt: number): Reply => ({
  clientId: post.clientId,
  conversationId: "conversation",
  writtenAt,
  post,
  attachments: [FILE],
  refused: null,
});

/** Léo's outbox. `faults`: what the server says instead of yes, one after the other. */
function open(drawer = aDrawer()) {
  const tried: Post[] = [];
  const faults: Refused[] = [];
  const events: string[] = [];
  const clock = testClock();
  const signedIn = { isLeo: true };
  const outbox = openReplies({
    agentId: "leo",
    drawer: () => drawer,
    alone: noLocks,
    clock,
    isSignedIn: () => signedIn.isLeo,
    post: async (_conversationId, sent) => {
      tried.push(sent);
      const fault = faults.shift();
      if (fault !== undefined) throw fault;
      events.push("sent");
    },
    sent: async () => void events.push(`caught up with ${outbox.pending().length} pending`),
  });
  return { outbox, tried, faults, events, clock, drawer, signedIn };
}

test("a message is there at once, and goes when the server's own has come", async () => {
  const { outbox, events, clock } = open();
  outbox.write(reply);
  expect(outbox.pending()).toHaveLength(1);
  await settle({ clock });
  expect(events).toEqual(["sent", "caught up with 1 pending"]);
  expect(outbox.pending()).toEqual([]);
});

test.each(["offline", "server-trouble", "signed-out"])(
  "a message that was not heard (%s) is tried again with its client id and its files",
  async (code) => {
    const { outbox, tried, faults, clock } = open();
    faults.push(new Refused(code, 0, ""));
    outbox.write(reply);
    await settle({ clock });
    expect(tried).toEqual([post, post]);
    expect(outbox.pending()).toEqual([]);
  },
);

test("a refusal is not tried again by itself, and its reason outlives the page", async () => {
  const { outbox, tried, faults, clock, drawer } = open();
  faults.push(new Refused("conversation-closed", 409, "", { at: 5 }));
  outbox.write(reply);
  await settle({ clock });
  outbox.flush();
  await settle({ clock });
  expect(tried).toHaveLength(1);
  outbox.stop();
  const [kept] = open(drawer).outbox.pending();
  expect(kept).toMatchObject({ fate: "refused", letter: { post, attachments: [FILE] } });
  expect(kept?.letter.refused).toEqual({ code: "conversation-closed", details: { at: 5 } });
});

test("an answer that this page cannot read is that of a server which has the message", async () => {
  const { outbox, tried, faults, clock } = open();
  faults.push(new Refused("answer-unreadable", 201, ""));
  outbox.write(reply);
  await settle({ clock });
  expect(tried).toHaveLength(1);
  expect(outbox.pending()).toEqual([]);
});

test("nothing is posted in the name of somebody else who has signed in beside this tab", async () => {
  const { outbox, tried, clock, signedIn } = open();
  signedIn.isLeo = false;
  outbox.write(reply);
  await settle({ clock });
  expect(tried).toEqual([]);
  signedIn.isLeo = true;
  await settle({ clock });
  expect(tried).toHaveLength(1);
});

test("what is kept is this agent's alone", () => {
  const { outbox, drawer, signedIn } = open();
  signedIn.isLeo = false;
  outbox.write(reply);
  expect([...drawer.kept.keys()]).toEqual([`${outboxPrefix("leo")}${post.clientId}`]);
});
