/** The product in the test's own process, in a folder of its own and on free ports. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Application, startApplication } from "../../../src/compose/application.ts";
import { parseConfig } from "../../../src/config.ts";
import { witness } from "../doors/witness.ts";
import { freshDatabase } from "./database.ts";
import { urlOf } from "./program.ts";

export interface Product extends Application {
  readonly dataDir: string;
  /** Stops it and forgets its data. */
  dispose(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** On a database of the run's PostgreSQL: there in a second, where a PostgreSQL of its own takes ten and the processor with it. */
export async function startProduct(env: Environment = {}): Promise<Product> {
  const database = await freshDatabase();
  const product = await startWholeProduct({ DATABASE_URL: urlOf(database.connection), ...env });
  return {
    ...product,
    async dispose() {
      await product.dispose();
      await database.dispose();
    },
  };
}

/** All of it, as `npm start` runs it: with the PostgreSQL that it brings along. */
export async function startWholeProduct(env: Environment = {}): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), "ariane-story-"));
  const config = parseConfig({
    PORT: "0",
    ARIANE_INBOUND_SMTP_PORT: "0",
    ARIANE_DATA_DIR: dataDir,
    ARIANE_LOG_LEVEL: "warn",
    ...env,
  });
  if (!config.ok) throw new Error(config.error.join("\n"));
  const application = await startApplication(config.value, () => undefined, { witness: witness() });
  return {
    ...application,
    dataDir,
    async dispose() {
      await application.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
