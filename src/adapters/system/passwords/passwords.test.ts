import { randomBytes, scryptSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createHashQueue } from "./hash-queue.ts";
import { createHashingThreads } from "./hashing-threads.ts";
import { createPasswords } from "./password-hashes.ts";

const { hashPassword, verifyPassword, isCommonPassword } = createPasswords(createHashQueue(), createHashingThreads());
const PASSWORD = "trois lampes au plafond";

async function hashOf(password: string): Promise<string> {
  const hash = await hashPassword(password);
  if (!hash.ok) throw new Error(hash.error.code);
  return hash.value;
}

describe("a password that is kept", () => {
  test("is verified by its hash, which says how it was made and is another one every time", async () => {
    const [hash, again] = [await hashOf(PASSWORD), await hashOf(PASSWORD)];
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(again).not.toBe(hash);
    expect(await verifyPassword(PASSWORD, hash)).toEqual({ ok: true, value: "right" });
    expect(await verifyPassword(`${PASSWORD} `, hash)).toEqual({ ok: true, value: "wrong" });
  });

  test("is the same however a keyboard composed its letters", async () => {
    expect(await verifyPassword("cafe\u0301 au plafond", await hashOf("café au plafond"))).toMatchObject({
      value: "right",
    });
  });

  test("is still known by a hash of before, which is to be renewed", async () => {
    const salt = randomBytes(16);
    const key = scryptSync(PASSWORD, salt, 32, { N: 2 ** 14, r: 8, p: 1, maxmem: 2 ** 26 });
    const old = `scrypt$${2 ** 14}$${salt.toString("base64url")}$${key.toString("base64url")}`;
    expect(await verifyPassword(PASSWORD, old)).toEqual({ ok: true, value: "right-but-old" });
    expect(await verifyPassword("another password", old)).toEqual({ ok: true, value: "wrong" });
  });

  test("fits nobody's hash, nor one that cannot be read", async () => {
    expect(await verifyPassword(PASSWORD, null)).toEqual({ ok: true, value: "wrong" });
    expect(await verifyPassword("", "")).toEqual({ ok: true, value: "wrong" });
  });

  test("costs the same for nobody as for somebody", async () => {
    const asked: unknown[] = [];
    const watched = createPasswords(createHashQueue(), (work) => {
      asked.push({ ...work, salt: null });
      return Promise.resolve(new Uint8Array(32));
    });
    await watched.verifyPassword(PASSWORD, await hashOf(PASSWORD));
    await watched.verifyPassword(PASSWORD, null);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual(asked[0]);
  });
});

test.each([
  [["password1234"], true],
  [["nothing of it", "sunshine"], true],
  [["trois lampes au plafond"], false],
])("of %s one is common: %s", async (texts, isCommon) => {
  expect(await isCommonPassword(texts)).toEqual({ ok: true, value: isCommon });
});

const work = () => {
  const done: (() => void)[] = [];
  return { done, start: () => new Promise<string>((resolve) => done.push(() => resolve("done"))) };
};

describe("the queue", () => {
  test("works at so much at once, in the order in which it came, and refuses what is too much", async () => {
    const queue = createHashQueue({ atOnce: 2, waitingAtMost: 3 });
    const { done, start } = work();
    const ends: number[] = [];
    const all = [0, 1, 2, 3, 4].map((index) => queue(start).then(() => ends.push(index)));
    expect(done).toHaveLength(2);
    expect(await queue(start)).toMatchObject({
      ok: false,
      error: { code: "too-busy", details: { retryAfterSeconds: 5 } },
    });
    for (let next = done.shift(); next !== undefined; next = done.shift()) {
      next();
      await Promise.resolve();
      // Lets the one that ended hand its place over.
      await new Promise(setImmediate);
      expect(done.length).toBeLessThanOrEqual(2);
    }
    await Promise.all(all);
    expect(ends).toEqual([0, 1, 2, 3, 4]);
  });

  test("gives the place of work that failed to the next", async () => {
    const queue = createHashQueue({ atOnce: 1, waitingAtMost: 1 });
    const broken = queue(() => Promise.reject(new Error("broken")));
    const next = queue(() => Promise.resolve("done"));
    await expect(broken).rejects.toThrow("broken");
    expect(await next).toEqual({ ok: true, value: "done" });
  });
});
