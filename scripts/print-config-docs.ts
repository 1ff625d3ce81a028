/** Prints docs/configuration.md: `node scripts/print-config-docs.ts > docs/configuration.md`. */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { variables } from "../src/config.ts";

const HEAD = `# Configuration

Read once at start from the environment; every fault is reported at once. An empty value counts as not set.
This page is printed from \`src/config.ts\` by \`node scripts/print-config-docs.ts > docs/configuration.md\`.

| variable | default | meaning |
|---|---|---|
`;

/** The page as it should be committed. */
export function configDocs(): string {
  const rows = Object.values(variables).map((v) => `| \`${v.name}\` | ${v.unsetInWords} | ${v.description} |\n`);
  return HEAD + rows.join("");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(configDocs());
