import type { ConversationId, EmailAddress, Instant, Locale, ProbeId, SupportAddressId } from "../../domain/ids.ts";
import type { MailTexts } from "../../domain/mail-settings/mail-texts.ts";
import type { ProbeArrival, SelfTestProbe } from "../../domain/mail-settings/self-test.ts";
import type { DkimKey, DkimKeyState } from "../../domain/mail-settings/dkim.ts";
import type { SendOutcome } from "../continuity/mailer.ts";

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
  insertProbes(probes: readonly SelfTestProbe[]): Promise<void>;
  recordProbeOutcome(id: ProbeId, outcome: SendOutcome): Promise<void>;
  /** The first arrival counts; a bounce does not undo it. False: there is no such probe. */
  recordProbeArrival(id: ProbeId, arrival: ProbeArrival): Promise<boolean>;
  /** The account's own words, by language. */
  loadTexts(): Promise<readonly { readonly locale: Locale; readonly texts: MailTexts }[]>;
  saveTexts(locale: Locale, texts: MailTexts, now: Instant): Promise<void>;
  /** The subject of the conversation's first mail to this address; null: none was written yet. */
  loadSubject(id: ConversationId, recipient: EmailAddress): Promise<string | null>;
  /** Of this address: those of its last two runs, the newest run first. */
  loadProbes(id: SupportAddressId): Promise<readonly SelfTestProbe[]>;
}
