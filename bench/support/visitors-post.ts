/** What a visitor's post asks of PostgreSQL, counted on the wire between a whole server and it. */
import { meteredLine, type Tally } from "../../test/support/servers/metered-line.ts";
import { startChild } from "./child.ts";
import type { Cluster } from "./cluster.ts";
import { median } from "./measure.ts";
import { conversationOf, seed, visitorToken } from "./seed.ts";

/** As many visitors, each once: what a server does besides now and then does not move the median. */
const POSTS = 50;
/** Discard: nothing answers there. */
const NO_WAY_OUT = 9;

/**
 * The median; what goes on until the visitor has the answer, and the notice of the post before. In a database of its own:
 * what other measures left to do would be counted too.
 */
export async function visitorsPost(cluster: Cluster, file: string): Promise<Tally> {
  const connection = await cluster.database("bench_post");
  await seed(connection, { agents: 1, people: POSTS });
  const line = await meteredLine(connection);
  const child = await startChild(file, { connection: line.connection, smtpPort: NO_WAY_OUT });
  const posts: Tally[] = [];
  for (let i = 0; i < POSTS; i += 1) {
    const before = line.tally();
    await post(child.port, i);
    const after = line.tally();
    posts.push({
      roundTrips: after.roundTrips - before.roundTrips,
      statements: after.statements - before.statements,
    });
  }
  await child.stop();
  line.close();
  return {
    roundTrips: median(posts.map(({ roundTrips }) => roundTrips)),
    statements: median(posts.map(({ statements }) => statements)),
  };
}

async function post(port: number, i: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/widget/conversations/${conversationOf(i)}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${visitorToken(i)}`, "content-type": "application/json" },
    body: JSON.stringify({ clientId: `visitors-post-${i}`, text: "Et elle arrive quand ?", shownUpTo: 0 }),
  });
  if (!answer.ok) throw new Error(`a visitor's post was answered: ${await answer.text()}`);
  await answer.body?.cancel();
}
