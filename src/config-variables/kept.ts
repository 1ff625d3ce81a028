/** Where what is kept lies, how much of it there may be, and what wraps its keys. */
import { parseGigabytes, parseSecret, parseUrl } from "../config-values.ts";
import { variable } from "./variable.ts";
import { FILES_AT_MOST } from "../domain/attachments/quotas.ts";
import { ok } from "../domain/result.ts";

export const keptVariables = {
  dataDir: variable({
    name: "ARIANE_DATA_DIR",
    description: "Folder that holds everything this installation keeps: the embedded database, `ready.json`.",
    unset: "./data",
    unsetInWords: "`./data`",
    parse: (text) => ok(text),
  }),
  databaseUrl: variable<string | null>({
    name: "DATABASE_URL",
    description: "A PostgreSQL server (15 or newer) of yours: `postgres://user:password@host/database`.",
    unset: null,
    unsetInWords: "the embedded PostgreSQL, in the data folder",
    isSecret: true,
    parse: (text) => parseUrl(text, ["postgres:", "postgresql:"]),
  }),
  filesAtMost: variable({
    name: "ARIANE_FILES_AT_MOST",
    description:
      "Gigabytes that all files of messages may take together, in the database. More are refused; chat goes on.",
    unset: FILES_AT_MOST.inAll,
    unsetInWords: "`20`",
    parse: parseGigabytes,
  }),
  secret: variable<string | null>({
    name: "ARIANE_SECRET",
    description:
      "At least 32 characters. Wraps the signing keys and refresh tokens that lie in the database, so that a copy of the database alone can neither sign nor sign in. Keep it: without it those keys, and the reply addresses made with them, are lost.",
    unset: null,
    unsetInWords: "none: the keys lie in the database as they are",
    isSecret: true,
    parse: parseSecret,
  }),
} as const;
