import type { DkimKey, DkimKeyState } from "../domain/dkim.ts";

/** A private key as it is kept: encrypted with `ARIANE_SECRET` where that was given. */
export interface SealedKey {
  readonly bytes: Uint8Array;
  readonly wrapped: boolean;
}

/** Makes key pairs; the private half is sealed before anybody sees it. */
export interface DkimKeyMaker {
  make(): Promise<{ readonly publicKey: string; readonly sealed: SealedKey }>;
}

/** Asks DNS for TXT records, each as one text. Empty: there are none. Null: DNS gave no answer. */
export interface DnsTexts {
  (name: string): Promise<readonly string[] | null>;
}

/** How mail is signed, proved and worded. */
export interface MailSettingsTx {
  loadDkimKeys(domain: string): Promise<readonly DkimKey[]>;
  /** Takes the place of what lies under its selector. */
  saveDkimKey(key: DkimKey, sealed: SealedKey): Promise<void>;
  setDkimState(key: Pick<DkimKey, "domain" | "selector">, state: DkimKeyState): Promise<void>;
}
