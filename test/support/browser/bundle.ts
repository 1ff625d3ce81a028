/** What sites have in their pages, made of packages that only tests need. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const folder = join(import.meta.dirname, "../../../dist/wrappers");
// Nobody who only runs the product fetches Angular: `npm test` does.
if (!existsSync(folder)) throw new Error("the packages of test/wrappers are not installed; npm test installs them");

const ENTRY = "site.js";

/** What a site's own bundler makes of this; `mode`: development, where React runs effects twice. */
export async function bundle(source: string, mode: "production" | "development" = "production"): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    root: folder,
    publicDir: false,
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
    plugins: [
      {
        name: "site",
        resolveId: (id) => (id === ENTRY ? join(folder, ENTRY) : null),
        load: (id) => (id === join(folder, ENTRY) ? source : null),
      },
    ],
    build: { write: false, minify: false, rolldownOptions: { input: ENTRY, output: { format: "iife" } } },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ("output" in one ? one.output : []));
  const [script] = outputs.flatMap((one) => (one.type === "chunk" ? [one.code] : []));
  if (script === undefined) throw new Error("the site's build is empty");
  return script;
}

/** A script of a package, as it is served to pages. */
export const scriptOf = (file: string): string => readFileSync(join(folder, "node_modules", file), "utf8");
