/** The fences are tested like everything else: a linter that looks at nothing also finds nothing. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

test("the borders are drawn around every module there is", { timeout: 60_000 }, async () => {
  const rooms = ["src", "contract", "web"];
  const seen = (await cruise(ROOT, rooms)).modules.map((module) => module.source);
  const isOurs = (path: string): boolean => rooms.some((room) => path.startsWith(`${room}/`)) && /\.tsx?$/.test(path);
  const cruised = new Set(seen.filter(isOurs));
  const present = new Set(rooms.flatMap((room) => sourcesBelow(room)));
  expect({
    "in the tree, not cruised": [...present].filter((path) => !cruised.has(path)),
    "cruised, not in the tree": [...cruised].filter((path) => !present.has(path)),
  }).toEqual({ "in the tree, not cruised": [], "cruised, not in the tree": [] });
});

/** From, what it imports, and the rule that must say so. */
const FORBIDDEN: readonly (readonly [from: string, to: string, rule: string])[] = [
  ["src/domain/a.ts", "src/ports/store.ts", "domain-is-pure"],
  ["src/domain/b.ts", "node:fs", "domain-is-pure"],
  ["src/domain/c.ts", "re2js", "domain-is-pure"],
  ["src/domain/d.ts", "type pg", "domain-is-pure"],
  ["src/domain/ring.ts", "type src/domain/round.ts", "no-circular"],
  ["src/ports/a.ts", "type pg", "ports-speak-domain"],
  ["src/ports/b.ts", "src/usecases/post-message.ts", "ports-speak-domain"],
  ["src/ports/c.ts", "type contract/frames.ts", "ports-speak-domain"],
  ["src/ports/queries/a.ts", "type pg", "queries-speak-contract"],
  ["src/ports/queries/b.ts", "contract/frames.ts", "queries-take-contract-types-only"],
  ["src/usecases/a.ts", "src/adapters/postgres/pool.ts", "usecases-see-ports-not-adapters"],
  ["src/usecases/b.ts", "src/usecases/post-message.ts", "usecases-see-ports-not-adapters"],
  ["src/usecases/c.ts", "node:crypto", "usecases-see-ports-not-adapters"],
  ["src/steps/a.ts", "src/usecases/post-message.ts", "steps-stand-below-usecases"],
  ["src/steps/b.ts", "src/adapters/postgres/pool.ts", "steps-stand-below-usecases"],
  ["src/steps/c.ts", "node:crypto", "steps-stand-below-usecases"],
  ["src/steps/d.ts", "contract/frames.ts", "steps-stand-below-usecases"],
  ["src/steps/e.ts", "type src/ports/store.ts", "steps-open-no-transaction"],
  ["src/steps/f.ts", "type src/ports/mail/stored-mails.ts", "steps-open-no-transaction"],
  ["src/steps/g.ts", "type src/ports/conversation/hot-posts.ts", "steps-open-no-transaction"],
  ["src/steps/ring.ts", "type src/steps/round.ts", "no-circular"],
  ["src/domain/e.ts", "src/steps/queue-mail.ts", "domain-is-pure"],
  ["src/ports/c.ts", "src/steps/queue-mail.ts", "ports-speak-domain"],
  ["src/adapters/mail/e.ts", "src/steps/queue-mail.ts", "adapters-stand-alone"],
  ["src/transport/http/d.ts", "src/steps/queue-mail.ts", "transport-only-calls-usecases"],
  ["src/adapters/mail/a.ts", "src/adapters/postgres/pool.ts", "adapters-stand-alone"],
  ["src/adapters/mail/b.ts", "src/usecases/post-message.ts", "adapters-stand-alone"],
  ["src/adapters/mail/c.ts", "contract/frames.ts", "adapters-stand-alone"],
  ["src/adapters/mail/d.ts", "pg", "one-room-for-each-driver"],
  ["src/adapters/postgres/a.ts", "type contract/frames.ts", "adapters-stand-alone"],
  ["src/adapters/postgres/queries/a.ts", "contract/frames.ts", "queries-take-contract-types-only"],
  ["src/adapters/postgres/queries/b.ts", "src/usecases/post-message.ts", "queries-stand-alone"],
  ["src/transport/http/a.ts", "src/transport/ws/socket.ts", "transport-only-calls-usecases"],
  ["src/transport/http/b.ts", "src/adapters/postgres/pool.ts", "transport-only-calls-usecases"],
  ["src/transport/http/c.ts", "pg", "one-room-for-each-driver"],
  ["src/transport/smtp/a.ts", "nodemailer", "mail-libraries-live-in-the-mail-room"],
  ["src/transport/smtp/b.ts", "src/config.ts", "configuration-is-handed-down"],
  ["src/transport/smtp/c.ts", "src/compose/server.ts", "only-main-composes"],
  ["src/transport/smtp/d.ts", "vitest", "production-needs-dependencies"],
  ["src/transport/smtp/e.ts", "bench/floor.ts", "tools-are-not-parts"],
  ["src/transport/smtp/f.ts", "test/support/cast.ts", "no-import-of-tests"],
  ["src/doctor/a.ts", "src/usecases/post-message.ts", "doctor-looks-from-outside"],
  ["src/doctor/b.ts", "src/transport/ws/socket.ts", "doctor-looks-from-outside"],
  ["src/doctor/c.ts", "src/compose/server.ts", "doctor-looks-from-outside"],
  ["src/doctor/d.ts", "type src/config.ts", "configuration-is-handed-down"],
  ["src/compose/c.ts", "src/doctor/doctor.ts", "nobody-needs-the-doctor"],
  ["src/compose/a.ts", "web/ui/button.ts", "compose-makes-no-pages"],
  ["src/compose/b.ts", "src/domain/rule.test.ts", "no-import-of-tests"],
  ["src/main.ts", "src/adapters/postgres/pool.ts", "main-starts-and-stops"],
  ["contract/a.ts", "src/usecases/post-message.ts", "contract-is-data"],
  ["contract/b.ts", "fastify", "contract-is-data"],
  ["web/workspace/a.ts", "web/widget/panel.ts", "web-knows-the-contract-only"],
  ["web/workspace/b.ts", "src/domain/ids.ts", "web-knows-the-contract-only"],
  ["web/kit/a.ts", "web/ui/button.ts", "kit-is-pure"],
  ["web/kit/b.ts", "preact", "kit-is-pure"],
  ["web/kit/c.ts", "src/domain/ids.ts", "kit-is-pure"],
  ["web/kit/d.ts", "contract/frames.ts", "widget-takes-contract-types-only"],
  ["web/widget/a.ts", "react", "widget-stays-small"],
  ["web/widget/b.ts", "contract/frames.ts", "widget-takes-contract-types-only"],
  ["demo/a.ts", "src/domain/ids.ts", "demo-stands-outside"],
  ["demo/b.ts", "contract/frames.ts", "demo-stands-outside"],
];

const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ["src/ports/queries/fine.ts", "type contract/frames.ts"],
  ["src/usecases/fine.ts", "src/ports/store.ts"],
  ["src/usecases/fine-too.ts", "src/steps/queue-mail.ts"],
  ["src/usecases/fine.test.ts", "vitest"],
  ["src/steps/fine.ts", "type src/ports/tx.ts"],
  ["src/steps/fine-too.ts", "src/steps/queue-mail.ts"],
  ["src/adapters/postgres/fine.ts", "pg"],
  ["src/adapters/postgres/fine-too.ts", "node:crypto"],
  ["src/adapters/postgres/queries/fine.ts", "type contract/frames.ts"],
  ["src/adapters/postgres/queries/fine-too.ts", "src/adapters/postgres/pool.ts"],
  ["src/adapters/mail/fine.ts", "nodemailer"],
  ["src/transport/http/fine.ts", "src/transport/edge/session.ts"],
  ["src/transport/ws/fine.ts", "contract/frames.ts"],
  ["src/compose/fine.ts", "src/adapters/postgres/pool.ts"],
  ["src/compose/fine-too.ts", "demo/shop.ts"],
  ["src/doctor/fine.ts", "src/adapters/postgres/pool.ts"],
  ["scripts/fine.ts", "src/doctor/doctor.ts"],
  ["contract/fine.ts", "typebox"],
  ["web/widget/fine.ts", "type contract/frames.ts"],
  ["web/widget/fine-too.ts", "preact"],
  ["web/kit/fine.ts", "type contract/frames.ts"],
  ["web/ui/fine.ts", "type web/kit/clock.ts"],
  ["web/widget/fine-line.ts", "web/kit/line.ts"],
  ["web/workspace/fine-line.ts", "web/kit/line.ts"],
  ["web/workspace/fine.ts", "web/ui/button.ts"],
  ["web/workspace/fine-style.ts", "web/workspace/styles/base.css"],
  ["web/workspace/fine-words.ts", "locales/workspace/en.json"],
  ["bench/fine.ts", "src/compose/server.ts"],
  ["demo/fine.ts", "fastify"],
];

const DEPENDENCIES = ["fastify", "nodemailer", "pg", "re2js", "typebox"];
const DEV_DEPENDENCIES = ["preact", "react", "vitest"];

let stub: string;
let violations: Cruise["summary"]["violations"];
beforeAll(async () => {
  stub = mkdtempSync(join(tmpdir(), "ariane-borders-"));
  plantStubTree(stub);
  const rooms = readdirSync(stub).filter((name) => !["node_modules", "package.json", "tsconfig.json"].includes(name));
  violations = (await cruise(stub, rooms)).summary.violations;
}, 60_000);
afterAll(() => rmSync(stub, { recursive: true, force: true }));

test.each(FORBIDDEN)("%s may not import %s", (from, _to, rule) => {
  expect(violations.filter((violation) => violation.from === from).map((violation) => violation.rule.name)).toContain(
    rule,
  );
});

test.each(ALLOWED)("%s may import %s", (from) => {
  expect(violations.filter((violation) => violation.from === from)).toEqual([]);
});

/** Writes each importing file of the tables, and an empty file or package for each thing imported. */
function plantStubTree(root: string): void {
  const manifest = { type: "module", dependencies: pinned(DEPENDENCIES), devDependencies: pinned(DEV_DEPENDENCIES) };
  plant(root, "package.json", JSON.stringify(manifest));
  plant(root, "tsconfig.json", "{}");
  for (const name of [...DEPENDENCIES, ...DEV_DEPENDENCIES]) {
    plant(root, `node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    plant(root, `node_modules/${name}/index.js`, "");
  }
  const imports = [...FORBIDDEN, ...ALLOWED].map(([from, to]) => ({
    from,
    to: to.replace("type ", ""),
    isType: to.startsWith("type "),
  }));
  for (const { to } of imports.filter((each) => each.to.includes("/"))) plant(root, to, "export type T = string;\n");
  for (const room of ["domain", "steps"])
    plant(root, `src/${room}/round.ts`, 'import type * as back from "./ring.ts";\nexport type T = typeof back;\n');
  for (const { from, to, isType } of imports) {
    const specifier = to.includes("/") ? `${"../".repeat(from.split("/").length - 1)}${to}` : to;
    plant(root, from, `import ${isType ? "type " : ""}* as it from "${specifier}";\nexport type T = typeof it;\n`);
  }
}

const pinned = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((n) => [n, "1.0.0"]));

function plant(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function sourcesBelow(room: string): string[] {
  const entries = readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" });
  return entries.filter((path) => /\.tsx?$/.test(path)).map((path) => `${room}/${path}`);
}

function cruise(folder: string, rooms: readonly string[]): Promise<Cruise> {
  const program = join(ROOT, "node_modules/.bin/depcruise");
  const args = [program, "--config", join(ROOT, ".dependency-cruiser.mjs"), "--output-type", "json", ...rooms];
  return new Promise((resolveWith, reject) => {
    // It exits with the number of violations, so its status says nothing about whether it worked.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 100_000_000 }, (_error, stdout, stderr) => {
      const printed: unknown = stdout === "" ? null : JSON.parse(stdout);
      if (isCruise(printed)) resolveWith(printed);
      else reject(new Error(`dependency-cruiser printed no result: ${stderr}`));
    });
  });
}

function isCruise(value: unknown): value is Cruise {
  return typeof value === "object" && value !== null && "modules" in value && "summary" in value;
}
