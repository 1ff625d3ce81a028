/** The programs that docs/identity.md shows sign somebody in, each where what runs it is on the machine. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instant } from "../src/domain/ids.ts";
import { type Browser, openSite, type Site } from "./support/identity.ts";
import { type Ability, can, obstacleIn } from "./support/peers/outside-programs.ts";
import { freshWorld, type World } from "./support/world.ts";

const run = promisify(execFile);
const page = readFileSync(join(import.meta.dirname, "../docs/identity.md"), "utf8");

/** Program by program: the fence of its snippet, and what it is called by. */
const LANGUAGES: readonly (readonly [language: string, program: string, ability: Ability | null])[] = [
  ["js", process.execPath, null],
  ["php", "php", runs("php", "php-cli", ["-r", "echo hash_hmac('sha256', 'a', 'b');"])],
  ["python", "python3", runs("python3", "python3", ["-c", "import hmac, json; print('f' * 8)"])],
  ["ruby", "ruby", runs("ruby", "ruby", ["-e", "require 'openssl'; puts 'f' * 8"])],
];

function runs(program: string, packages: string, args: readonly string[]): Ability {
  return { program, task: "sign a token", packages, obstacle: () => obstacleIn(program, args, ["f"]) };
}

let world: World;
let site: Site;
let folder: string;
beforeAll(async () => {
  world = await freshWorld();
  site = await openSite(world);
  folder = await mkdtemp(join(tmpdir(), "ariane-identity-"));
  // The programs go by the real time.
  world.clock.set(instant(Date.now()));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await world.dispose();
});

for (const [language, program, ability] of LANGUAGES) {
  const isHere = ability === null || (await can(ability));
  describe.skipIf(!isHere)(`in ${language}`, () => {
    test("the token that the docs make signs in whom it names", async () => {
      const [, snippet = ""] = new RegExp(`\n\`\`\`${language}\n([^]*?)\n\`\`\`\n`).exec(page) ?? [];
      const file = join(folder, `token.${language === "js" ? "cjs" : language}`);
      await writeFile(file, snippet);
      const env = {
        ...process.env,
        LANG: "C.UTF-8",
        ARIANE_KEY_ID: site.key.kid,
        ARIANE_SECRET_KEY: site.key.secret,
      };
      const { stdout } = await run(program, [file], { env });
      const browser: Browser = { token: null };
      const answer = await site.ask(browser, stdout.trim());
      expect(answer.ok ? null : answer.error).toBeNull();
      const { endUserId } = await site.whoIn(browser);
      const named = await world.database.pool.query(
        "select external_id, name, email, email_verified from end_user where id = $1",
        [endUserId],
      );
      expect(named.rows).toEqual([
        { external_id: "4711", name: "Zoë Müller", email: "zoe@example.com", email_verified: true },
      ]);
    });
  });
}
