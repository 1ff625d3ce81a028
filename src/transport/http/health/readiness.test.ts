import fastify from "fastify";
import { expect, test } from "vitest";
import { DatabaseTrouble } from "../../../ports/database-trouble.ts";
import { readinessRoutes } from "./readiness.ts";

const trouble = (kind: DatabaseTrouble["kind"]): DatabaseTrouble =>
  new DatabaseTrouble(kind, { sentence: "What is the matter, and the cure.", said: "connect to 10.0.0.7" }, null);

async function given(ask: () => Promise<unknown>, unwritten: DatabaseTrouble | null = null) {
  const app = fastify();
  await app.register(readinessRoutes({ ask, isStopping: () => false, unwritten: () => unwritten }));
  return async () => {
    const answer = await app.inject("/readyz");
    return [answer.statusCode, answer.json()] as const;
  };
}

test("ready while the database answers", async () => {
  const ready = await given(() => Promise.resolve());
  expect(await ready()).toEqual([200, { ok: true }]);
});

test("not while it does not, with what is the matter and nothing that PostgreSQL said", async () => {
  const ready = await given(() => Promise.reject(trouble("starting")));
  const because = { ok: false, because: "database-starting", message: "What is the matter, and the cure." };
  expect(await ready()).toEqual([503, because]);
});

test("answers within a second where the database gives none, and asks it once meanwhile", async () => {
  let asked = 0;
  const ready = await given(() => {
    asked += 1;
    return new Promise(() => undefined);
  });
  const began = performance.now();
  const answers = await Promise.all([ready(), ready(), ready()]);
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(answers.map(([status, { because }]) => [status, because])).toEqual(
    Array.from({ length: 3 }, () => [503, "database-silent"]),
  );
  expect(asked).toBe(1);
});

test("not while what is stored can be read and nothing can be stored", async () => {
  const ready = await given(() => Promise.resolve(), trouble("disk-full"));
  expect(await ready()).toEqual([503, expect.objectContaining({ ok: false, because: "database-disk-full" })]);
});
