/** Prints docs/openapi.json: `node scripts/print-openapi.ts > docs/openapi.json`. */
import { openApi } from "./openapi.ts";

console.log(JSON.stringify(openApi(), null, 2));
