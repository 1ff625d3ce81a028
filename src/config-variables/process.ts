/** What this process does beside serving. */
import { type LogLevel, parseLogLevel, parseSeconds, parseSwitch } from "../config-values.ts";
import { variable } from "./variable.ts";

export const processVariables = {
  demo: variable({
    name: "ARIANE_DEMO",
    description: "`1`: a demo shop, a mailbox page, demo people and delays of a few seconds. `0`: none of it.",
    unset: true,
    unsetInWords: "`1`",
    parse: parseSwitch,
  }),
  demoOnNetwork: variable({
    name: "ARIANE_DEMO_ON_NETWORK",
    description:
      "`1`: the demo may be offered to others (`HOST` beyond this machine, a public URL under https). Everybody who reaches it may sign in.",
    unset: false,
    unsetInWords: "`0`: the demo stays on this machine",
    parse: parseSwitch,
  }),
  processJobs: variable({
    name: "ARIANE_PROCESS_JOBS",
    description: "`0`: this process runs no due jobs. At least one process on the database must.",
    unset: true,
    unsetInWords: "`1`",
    parse: parseSwitch,
  }),
  stopGrace: variable<number | null>({
    name: "ARIANE_STOP_GRACE",
    description:
      "Seconds, 0 to 120. A process that is told to stop (SIGTERM) answers 503 at `/readyz` for so long, and still takes people: longer than your proxy needs to notice. Then pages are sent to the other processes.",
    unset: null,
    unsetInWords: "`5` where `ARIANE_TRUSTED_PROXIES` is set, else `0`",
    parse: parseSeconds,
  }),
  logLevel: variable<LogLevel>({
    name: "ARIANE_LOG_LEVEL",
    description: "`debug`, `info`, `warn`, `error` or `silent`.",
    unset: "info",
    unsetInWords: "`info`",
    parse: parseLogLevel,
  }),
} as const;
