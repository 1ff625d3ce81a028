import { expect, test } from "vitest";
import { type Ability, obstacleIn, report, whyNot } from "./outside-programs.ts";

const able: Ability = { program: "swaks", task: "speak TLS", packages: "swaks perl-tls", obstacle: () => null };

test("a program that can do it is not spoken of", async () => {
  expect(await whyNot(able)).toBeNull();
});

test.each([
  ["that is absent", () => obstacleIn("no-such-program", [], []), "no-such-program is not installed"],
  ["without what is needed", () => obstacleIn("echo", ["SMTP"], ["SMTP", "TLS"]), '"echo SMTP" does not say: TLS'],
  ["that breaks", () => obstacleIn("false", [], []), '"false" ends with 1'],
  [
    "whose trial throws",
    () => {
      throw new Error("it ended by itself");
    },
    "it ended by itself",
  ],
  ["whose trial throws later", () => Promise.reject(new Error("it ended by itself")), "it ended by itself"],
])("a program %s is told in the same form as any other", async (_, obstacle, because) => {
  const sentence = await whyNot({ ...able, obstacle });
  expect(sentence).toBe(`swaks cannot speak TLS here (Debian packages: swaks perl-tls): ${because}`);
});

const NOT_STARTED = "Chromium cannot show a page here: it ended";
const NO_TLS = "swaks cannot speak TLS here: it is not installed";

test("on the build machine what cannot be proved is an error that names all of it", () => {
  const told: string[] = [];
  const tell = (sentence: string): void => void told.push(sentence);
  expect(() => report([NOT_STARTED, NO_TLS], true, tell)).toThrow(`${NOT_STARTED}\n${NO_TLS}\n`);
  expect(report([], true, tell)).toBe(true);
  expect(told).toEqual([]);
});

test("on somebody's machine it is told, and no error", () => {
  const told: string[] = [];
  const tell = (sentence: string): void => void told.push(sentence);
  expect(report([], false, tell)).toBe(true);
  expect(told).toEqual([]);
  expect(report([NOT_STARTED, NO_TLS], false, tell)).toBe(false);
  expect(told).toEqual([NOT_STARTED, NO_TLS]);
});
