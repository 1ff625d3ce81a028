/** The settings in a transaction: what every mail asks of them is asked once for all the works that share it. */
import type { SettingsTx } from "../../../ports/settings/settings-tx.ts";
import { createRings, type Rings } from "../rings.ts";
import { askedOnce } from "../tx/asked-together.ts";
import type { TxConnection } from "../tx/tx-connection.ts";
import { settingsTx } from "./settings-tx.ts";

export const settingsTogether = (db: TxConnection, rings: Rings): SettingsTx => ({
  ...settingsTx(db, rings),
  requireAccount: () => requireAccount(db),
  loadBrands: () => loadBrands(db),
  loadSupportAddresses: () => loadSupportAddresses(db),
});

/** Whoever only reads rings nobody. */
const reading = (db: TxConnection): SettingsTx => settingsTx(db, createRings());

const requireAccount = askedOnce((db) => reading(db).requireAccount());
const loadBrands = askedOnce((db) => reading(db).loadBrands());
const loadSupportAddresses = askedOnce((db) => reading(db).loadSupportAddresses());
