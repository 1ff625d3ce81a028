import * as fc from "fast-check";
import { expect, test } from "vitest";
import { testClock } from "../../test/support/facts/test-clock.ts";
import {
  aDrawer,
  aServer,
  DONE,
  isLetter,
  locks,
  noLocks,
  openTab,
  refusal,
  settle,
} from "../../test/support/facts/unsent-letters.ts";
import { type Answer, UNREACHABLE } from "./answer.ts";
import { type Letter, Outbox } from "./outbox.ts";
import { openShelf } from "./shelf.ts";

test("what is written while the server is down arrives in the order of writing, once, and one at a time", async () => {
  const server = aServer();
  const tab = openTab({ drawer: aDrawer(), server });
  server.isDown = true;
  for (const text of ["m1", "m2", "m3", "m4", "m5"]) tab.write(text);
  await settle(tab);
  expect(tab.waits()).toEqual(["m1 waiting", "m2 behind", "m3 behind", "m4 behind", "m5 behind"]);
  server.isDown = false;
  tab.outbox.flush();
  await settle(tab);
  expect(server.texts()).toEqual(["m1", "m2", "m3", "m4", "m5"]);
  expect(server.mostAtOnce).toBe(1);
  expect(tab.waits()).toEqual([]);
});

test("each conversation has a line of its own: one that is held up holds up no other", async () => {
  const server = aServer();
  const tab = openTab({ drawer: aDrawer(), server });
  server.faults.push(refusal("conversation-closed"));
  tab.write("a1", "a");
  tab.write("a2", "a");
  tab.write("b1", "b");
  await settle(tab);
  expect(server.texts()).toEqual(["b1"]);
  expect(tab.waits()).toEqual(["a1 refused", "a2 behind"]);
});

test("a refusal stops its line and is kept with its words, until it is sent again or discarded", async () => {
  const server = aServer();
  const drawer = aDrawer();
  const before = openTab({ drawer, server });
  server.faults.push(refusal("not-allowed"));
  for (const text of ["m1", "m2", "m3"]) before.write(text);
  await settle(before);
  before.kill();
  const tab = openTab({ drawer, server });
  tab.outbox.flush();
  await settle(tab);
  expect(tab.waits()).toEqual(["m1 refused", "m2 behind", "m3 behind"]);
  expect(tab.outbox.pending()[0]?.letter.refused?.code).toBe("not-allowed");
  expect(server.texts()).toEqual([]);
  server.faults.push(refusal("not-allowed"));
  tab.outbox.again("m1");
  await settle(tab);
  expect(tab.waits()[0]).toBe("m1 refused");
  tab.outbox.discard("m1");
  await settle(tab);
  expect(server.texts()).toEqual(["m2", "m3"]);
});

test("a tab that dies in the middle leaves everything to the next one, and nothing is there twice", async () => {
  const server = aServer();
  const drawer = aDrawer();
  const tab = openTab({ drawer, server });
  server.faults.push("lost");
  tab.write("m1");
  tab.write("m2");
  // The server has taken the first, its answer is lost, and the tab dies before it tries again.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  tab.kill();
  expect(server.texts()).toEqual(["m1"]);
  const next = openTab({ drawer, server });
  expect(next.waits()).toEqual(["m1 sending", "m2 sending"]);
  next.outbox.flush();
  await settle(next);
  expect(server.texts()).toEqual(["m1", "m2"]);
  expect(drawer.kept.size).toBe(0);
});

test("the next person in this browser neither sees nor sends what another left; leaving clears only one's own", async () => {
  const server = aServer();
  const drawer = aDrawer();
  const leo = openTab({ drawer, server });
  server.isDown = true;
  leo.write("from-leo");
  await settle(leo);
  leo.kill();
  server.isDown = false;
  const ana = openTab({ drawer, server, agent: "ana" });
  ana.outbox.flush();
  await settle(ana);
  expect(ana.waits()).toEqual([]);
  expect(server.texts()).toEqual([]);
  ana.outbox.clear();
  const back = openTab({ drawer, server });
  expect(back.waits()).toEqual(["from-leo sending"]);
  back.outbox.clear();
  expect([back.waits(), drawer.kept.size]).toEqual([[], 0]);
});

test.each([
  ["with locks", locks()],
  ["where a browser has none", noLocks],
])("two tabs that both send keep the order and send nothing twice, %s", async (_name, alone) => {
  const server = aServer();
  const drawer = aDrawer();
  const [one, two] = [openTab({ drawer, server, alone }), openTab({ drawer, server, alone })];
  server.isDown = true;
  for (const [index, text] of ["m1", "m2", "m3", "m4", "m5", "m6"].entries()) (index % 2 === 0 ? one : two).write(text);
  await settle(one, two);
  server.isDown = false;
  server.faults.push("lost", UNREACHABLE, "lost");
  one.outbox.flush();
  two.outbox.flush();
  await settle(one, two);
  expect(server.texts()).toEqual(["m1", "m2", "m3", "m4", "m5", "m6"]);
  // Each hears of the other's success as a browser tells it.
  one.outbox.flush();
  two.outbox.flush();
  expect([one.waits(), two.waits()]).toEqual([[], []]);
});

test("with locks two tabs have one letter under way between them", async () => {
  const server = aServer();
  const drawer = aDrawer();
  const alone = locks();
  const [one, two] = [openTab({ drawer, server, alone }), openTab({ drawer, server, alone })];
  for (const text of ["m1", "m2", "m3"]) {
    one.write(text);
    two.outbox.flush();
  }
  await settle(one, two);
  expect(server.mostAtOnce).toBe(1);
});

test("a letter that came back with its conversation is not sent again", async () => {
  const server = aServer();
  const tab = openTab({ drawer: aDrawer(), server });
  server.faults.push("lost");
  tab.write("m1");
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  tab.outbox.confirmed([null, "m1"]);
  expect(tab.waits()).toEqual([]);
});

test("a letter stays to be seen until its message is there", async () => {
  const arrivals: (() => void)[] = [];
  const clock = testClock();
  const drawer = aDrawer();
  const outbox = new Outbox<Letter>({
    shelf: openShelf({ prefix: "o.", drawer: () => drawer, parse: (value) => (isLetter(value) ? value : null) }),
    send: async () => DONE,
    sent: () => new Promise((resolve) => arrivals.push(resolve)),
    alone: noLocks,
    clock,
    chance: () => 0,
  });
  outbox.write((writtenAt) => ({ clientId: "m1", writtenAt, conversationId: "c1", refused: null }));
  expect(outbox.pending()).toHaveLength(1);
  await settle({ clock });
  expect(drawer.kept.size).toBe(0);
  expect(outbox.pending()).toHaveLength(1);
  arrivals[0]?.();
  await settle({ clock });
  expect(outbox.pending()).toEqual([]);
});

test("a request that is never answered does not hold up its line for ever", async () => {
  const clock = testClock();
  const tried: string[] = [];
  const drawer = aDrawer();
  const outbox = new Outbox<Letter>({
    shelf: openShelf({ prefix: "o.", drawer: () => drawer, parse: (value) => (isLetter(value) ? value : null) }),
    send: ({ clientId }) => (tried.push(clientId) === 1 ? new Promise(() => undefined) : Promise.resolve(DONE)),
    sent: async () => undefined,
    alone: noLocks,
    clock,
    chance: () => 0,
  });
  outbox.write((writtenAt) => ({ clientId: "m1", writtenAt, conversationId: "c1", refused: null }));
  await settle({ clock });
  expect(tried).toEqual(["m1", "m1"]);
  expect(outbox.pending()).toEqual([]);
});

test("where the browser keeps nothing, what is written is sent all the same", async () => {
  const server = aServer();
  const drawer = aDrawer();
  const tab = openTab({ drawer, server });
  drawer.isFull = true;
  server.isDown = true;
  for (const text of ["m1", "m2", "m3"]) tab.write(text);
  await settle(tab);
  server.isDown = false;
  await settle(tab);
  expect(server.texts()).toEqual(["m1", "m2", "m3"]);
});

test("what this page does not understand of what is kept harms nothing", () => {
  const drawer = aDrawer();
  drawer.kept.set("outbox.leo.x", "{not JSON");
  drawer.kept.set("outbox.leo.y", '"a word"');
  const tab = openTab({ drawer, server: aServer() });
  expect(tab.waits()).toEqual([]);
});

test("whatever fails, and whenever a tab dies, all of it arrives once and in order", async () => {
  const fault = fc.constantFrom<Answer<never> | "lost">(UNREACHABLE, "lost", refusal("rate-limited"));
  const course = fc.record({
    faults: fc.array(fault, { maxLength: 8 }),
    diesAfter: fc.nat(6),
    count: fc.integer({ min: 1, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(course, async ({ faults, diesAfter, count }) => {
      const server = aServer();
      const drawer = aDrawer();
      server.faults.push(...faults);
      const first = openTab({ drawer, server });
      const all = Array.from({ length: count }, (_none, index) => `m${index}`);
      for (const text of all) first.write(text);
      for (let round = 0; round < diesAfter; round += 1) {
        // oxlint-disable-next-line no-await-in-loop -- One thing after the other is the point.
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        first.clock.advance(500);
      }
      first.kill();
      const second = openTab({ drawer, server });
      second.outbox.flush();
      await settle(second);
      expect(server.texts()).toEqual(all);
      expect(drawer.kept.size).toBe(0);
    }),
    { numRuns: 40 },
  );
});
