/** The whole product as `npm start` runs it, in a folder of its own and on free ports. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Application, startApplication } from "../../../src/compose/application.ts";
import { parseConfig } from "../../../src/config.ts";
import { witness } from "../doors/witness.ts";

export interface Product extends Application {
  readonly dataDir: string;
  /** Stops it and forgets its data. */
  dispose(): Promise<void>;
}

export async function startProduct(env: Readonly<Record<string, string>> = {}): Promise<Product> {
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
