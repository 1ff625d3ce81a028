/**
 * `npm run house`: the shape of src, web and contract in figures. `npm run house -- --list` names what two of them count.
 *
 * Last line `{files, lines, fileMedian, fileP90, fileMax, functionMedian, functionP90, functionMax, maxFolder, cycles,
 * unusedExports, messageFieldFiles}`, of the TypeScript in the three rooms. Tests are left out by their name
 * (`*.test.ts`, `*.spec.ts`); what stands beside them for them counts. Lines are all lines, a function's from first to last.
 * `maxFolder`: files directly in one folder · `cycles`: knots of imports, types included · `unusedExports`: names, of values
 * and types, that no other file of the repository imports, tests included; one that only its own file uses is such a name ·
 * `messageFieldFiles`: files of the rooms, SQL too, that name `editedAt` or `edited_at`: what a new field of a message touches.
 */
import { resolve } from "node:path";
import process from "node:process";
import { measure } from "./house/measure.ts";
import { lists, names, table, totals } from "./house/print.ts";
import { readTree } from "./house/tree.ts";

const house = measure(readTree(resolve(import.meta.dirname, "..")));
const asked = process.argv.includes("--list") ? ["", ...lists(house)] : [];
console.log([...table(house), "", ...names(house), ...asked, "", JSON.stringify(totals(house))].join("\n"));
