import { expect, test } from "vitest";
import { agentId, instant } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import { rememberAgents } from "./known-agents.ts";

const LEO: AgentIdentity = { id: agentId("leo"), name: "Léo", role: "agent", chatAccess: true };
const HASH = Uint8Array.of(1, 2, 3);
const NOW = instant(0);

function given(answers: (AgentIdentity | null)[]) {
  let asked = 0;
  const known = rememberAgents(
    () => {
      asked += 1;
      return Promise.resolve(answers.shift() ?? null);
    },
    () => Promise.resolve(),
  );
  return { known, asked: () => asked };
}

test("an agent who asks twice in a moment is looked up once", async () => {
  const { known, asked } = given([LEO]);
  expect([await known.find(HASH, NOW), await known.find(HASH, NOW)]).toEqual([LEO, LEO]);
  expect(asked()).toBe(1);
});

test("after a sign-out or a change of the team the next request asks the database", async () => {
  const { known } = given([LEO, null]);
  await known.find(HASH, NOW);
  known.forget();
  expect(await known.find(HASH, NOW)).toBeNull();
});

test("an answer that was under way during the sign-out is not remembered", async () => {
  const { known } = given([LEO, null]);
  const underWay = known.find(HASH, NOW);
  known.forget();
  await underWay;
  expect(await known.find(HASH, NOW)).toBeNull();
});

test("nobody is remembered as signed out", async () => {
  const { known } = given([null, LEO]);
  expect(await known.find(HASH, NOW)).toBeNull();
  expect(await known.find(HASH, NOW)).toEqual(LEO);
});
