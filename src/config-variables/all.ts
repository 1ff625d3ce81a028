/** Every variable of the environment that we read, with its meaning. `docs/configuration.md` is printed from it, in this order. */
import { keptVariables } from "./kept.ts";
import { mailInVariables } from "./mail-in.ts";
import { mailOutVariables } from "./mail-out.ts";
import { processVariables } from "./process.ts";
import { serverVariables } from "./server.ts";

export const variables = {
  ...serverVariables,
  ...keptVariables,
  ...mailOutVariables,
  ...mailInVariables,
  ...processVariables,
} as const;
