/** Many people at once, at two servers on one database: nothing is lost, nothing is there twice, no seq is left out. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { desk, newClientId, visit } from "../support/doors/doors.ts";
import { hire, liveWorld, type LiveWorld, messagesOf } from "../support/live-world.ts";
import { type MailPeer, startMailPeer } from "../support/peers/mail-peers.ts";
import { run, type Running } from "../support/servers/running.ts";

const MINUTE = 60_000;

let world: LiveWorld;
let peer: MailPeer;
let servers: readonly [Running, Running];

beforeAll(async () => {
  world = await liveWorld();
  peer = await startMailPeer();
  servers = [await run(world, { smtpUrl: peer.url }), await run(world, { smtpUrl: peer.url })];
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await peer.close();
  await world.dispose();
});

/** The server that the nth writer happens to reach. */
const doorOf = (index: number): Running => servers[index % 2 === 0 ? 0 : 1];

describe("at the same moment", { timeout: MINUTE }, () => {
  test("twenty visitors write their first messages: all are there", async () => {
    const visitors = await Promise.all(Array.from({ length: 20 }, (_, index) => visit(doorOf(index), world.brandId)));
    const begun = await Promise.all(
      visitors.map((visitor, index) => visitor.begin(doorOf(index), { text: `Question ${index}` })),
    );
    const stored = await Promise.all(begun.map((id) => messagesOf(world, id)));
    expect(stored.map((messages) => messages.map(({ body }) => body))).toEqual(
      begun.map((_, index) => [`Question ${index}`]),
    );
  });

  test("eight people write two hundred messages into one conversation: each has the place that it was told", async () => {
    const visitor = await visit(servers[0], world.brandId);
    const id = await visitor.begin(servers[0], { text: "Qui est là ?" });
    const agents = await Promise.all(Array.from({ length: 7 }, (_, index) => hire(world, `agent${index}`)));
    const writers = [
      (index: number, text: string) => visitor.write(doorOf(index), id, { text }),
      ...agents.map((token) => (index: number, text: string) => desk(token).reply(doorOf(index), id, { text })),
    ];
    const told = await Promise.all(
      writers.map(async (write, who) => {
        const places: (readonly [number, string])[] = [];
        for (let index = 0; index < 25; index += 1) {
          const text = `${who} says ${index}`;
          places.push([await write(index, text), text]);
        }
        return places;
      }),
    );
    const stored = await messagesOf(world, id);
    expect(stored).toHaveLength(201);
    expect(told.flat().toSorted(([a], [b]) => a - b)).toEqual(stored.slice(1).map(({ seq, body }) => [seq, body]));
    // Everybody's own messages stand in the order in which they wrote them.
    for (const places of told) expect(places).toEqual(places.toSorted(([a], [b]) => a - b));
    expect(new Set(stored.map((message) => message.client_id)).size).toBe(201);
  });

  test("one message is sent five times: it is there once, and every answer names its place", async () => {
    const visitor = await visit(servers[0], world.brandId);
    const five = [0, 1, 2, 3, 4];
    const first = { text: "Bonjour ?", clientId: newClientId() };
    const begun = await Promise.all(five.map((index) => visitor.begin(doorOf(index), first)));
    const [id] = begun;
    if (id === undefined) throw new Error("nothing began");
    expect(new Set(begun).size).toBe(1);

    const next = { text: "Il y a quelqu'un ?", clientId: newClientId() };
    const written = await Promise.all(five.map((index) => visitor.write(doorOf(index), id, next)));
    expect(written).toEqual([2, 2, 2, 2, 2]);

    // The first reply takes the conversation, the second only posts: two ways to write.
    for (const seq of [3, 4]) {
      const said = { text: `Réponse ${seq}`, clientId: newClientId() };
      const replied = await Promise.all(five.map((index) => desk(world.leo).reply(doorOf(index), id, said)));
      expect(replied).toEqual([seq, seq, seq, seq, seq]);
    }
    expect((await messagesOf(world, id)).map(({ body }) => body)).toEqual([
      "Bonjour ?",
      "Il y a quelqu'un ?",
      "Réponse 3",
      "Réponse 4",
    ]);
  });
});
