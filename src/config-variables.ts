/** Every variable of the environment that we read, with its meaning. `docs/configuration.md` is printed from it, in this order. */
import { keptVariables } from "./config-variables/kept.ts";
import { mailInVariables } from "./config-variables/mail-in.ts";
import { mailOutVariables } from "./config-variables/mail-out.ts";
import { processVariables } from "./config-variables/process.ts";
import { serverVariables } from "./config-variables/server.ts";

export const variables = {
  ...serverVariables,
  ...keptVariables,
  ...mailOutVariables,
  ...mailInVariables,
  ...processVariables,
} as const;
