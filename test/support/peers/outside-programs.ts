/**
 * Programs that nobody here wrote, and whether they can do here what a test needs of them: tried, not only looked for.
 * One that is absent and one that is there but unable are the same to a test.
 */
import { spawnSync } from "node:child_process";
import { test } from "vitest";

export interface Ability {
  readonly program: string;
  /** What it must be able to do, after "cannot": "speak TLS". */
  readonly task: string;
  /** Debian's packages that bring it, as apt takes them. */
  readonly packages: string;
  /** Tries it and says what stands in the way; null: nothing does. What it throws counts as said. */
  readonly obstacle: () => string | null | Promise<string | null>;
}

/**
 * Whether the programs can do all this here: for `describe.skipIf(!(await can(MUTT)))`. Where not, a skipped test says
 * why. On the build machine (`CI=true`), where nothing may be left unproved, it throws instead.
 */
export async function can(...abilities: readonly Ability[]): Promise<boolean> {
  const sentences: string[] = [];
  // One at a time: some are servers.
  for (const ability of abilities) {
    const sentence = await whyNot(ability);
    if (sentence !== null) sentences.push(sentence);
  }
  return report(sentences, process.env["CI"] === "true", (sentence) => {
    process.stderr.write(`Not proved: ${sentence}\n`);
    // The name of a test is one line.
    test.skip(sentence.split("\n", 1).join(), () => undefined);
  });
}

/** Whether nothing stands in the way; hands on every sentence of what does, or throws them all. */
export function report(
  sentences: readonly string[],
  isBuildMachine: boolean,
  tell: (sentence: string) => void,
): boolean {
  if (sentences.length > 0 && isBuildMachine) {
    throw new Error(`${sentences.join("\n")}\n.ci/install is to bring it along`);
  }
  for (const sentence of sentences) tell(sentence);
  return sentences.length === 0;
}

/** The sentence that says why a program cannot do it here; null: it can. */
export async function whyNot({ program, task, packages, obstacle }: Ability): Promise<string | null> {
  const found = await Promise.try(obstacle).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  return found === null ? null : `${program} cannot ${task} here (Debian packages: ${packages}): ${found}`;
}

/** Runs a program for a moment. Null: all these words are in what it says; else what stands in the way. */
export function obstacleIn(program: string, args: readonly string[], words: readonly string[]): string | null {
  const { error, status, stdout, stderr } = spawnSync(program, args, { input: "", encoding: "utf8", timeout: 20_000 });
  if (error !== undefined)
    return "code" in error && error.code === "ENOENT" ? `${program} is not installed` : error.message;
  const missing = words.filter((word) => !`${stdout}${stderr}`.includes(word));
  if (missing.length > 0) return `"${[program, ...args].join(" ")}" does not say: ${missing.join(", ")}`;
  return status === 0 ? null : `"${[program, ...args].join(" ")}" ends with ${status}`;
}
