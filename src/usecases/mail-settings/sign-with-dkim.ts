import { type DkimKey, isPublished, nextSelector, recordName, recordValue } from "../../domain/mail-settings/dkim.ts";
import { domainOf } from "../../domain/mail/email-address.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { DkimKeyMaker, DnsTexts } from "../../ports/mail-settings/mail-settings-tx.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly dkimKeys: DkimKeyMaker;
  readonly dnsTexts: DnsTexts;
}

/**
 * Makes the domain's next key. It signs nothing until `signWithDkim`: its record must be in the DNS first. The key that
 * signs now goes on; a former one that was waiting or retired makes room. Refuses not-found: no support address there.
 */
export async function makeDkimKey(
  deps: Pick<Deps, "store" | "clock" | "dkimKeys">,
  domain: string,
): Promise<Result<null, Refusal>> {
  // Half a second of arithmetic: not while a transaction is open.
  const { publicKey, sealed } = await deps.dkimKeys.make();
  const madeAt = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    await tx.settings.lockAccount();
    if (!(await isOurs(tx, domain))) return refuse("not-found", "No support address has this domain.");
    const selector = nextSelector(await tx.mailSettings.loadDkimKeys(domain));
    await tx.mailSettings.saveDkimKey({ domain, selector, publicKey, state: "prepared", madeAt }, sealed);
    const subject = { id: null, name: domain };
    await tx.audit.record({ at: madeAt, kind: "dkim-key-made", subject, became: { selector } });
    return ok(null);
  });
}

/**
 * The prepared key signs from now on, and the former one retires. Refuses dkim-not-published where DNS does not show its
 * record, unless `evenUnseen`: an inner DNS may not see what the world sees.
 */
export async function signWithDkim(
  deps: Pick<Deps, "store" | "clock" | "dnsTexts">,
  domain: string,
  { evenUnseen }: { readonly evenUnseen: boolean },
): Promise<Result<null, Refusal>> {
  const prepared = await deps.store.transaction((tx) => findPrepared(tx, domain));
  if (prepared === null) return refuse("dkim-key-unknown", "No key of this domain waits to be used.");
  const texts = evenUnseen ? null : await deps.dnsTexts(recordName(prepared));
  if (!evenUnseen && (texts === null || !isPublished(prepared, texts))) {
    return refuse("dkim-not-published", `DNS does not show ${recordValue(prepared)} yet.`, {
      name: recordName(prepared),
    });
  }
  return deps.store.transaction(async (tx) => {
    await tx.settings.lockAccount();
    const current = await findPrepared(tx, domain);
    // Another admin made a newer one meanwhile: that one's record was not looked at.
    if (current?.publicKey !== prepared.publicKey) return refuse("dkim-key-unknown", "The key was replaced meanwhile.");
    const active = (await tx.mailSettings.loadDkimKeys(domain)).find((key) => key.state === "active");
    if (active !== undefined) await tx.mailSettings.setDkimState(active, "retired");
    await tx.mailSettings.setDkimState(current, "active");
    await tx.audit.record({
      at: deps.clock.now(),
      kind: "dkim-signing-begun",
      subject: { id: null, name: domain },
      was: { selector: active?.selector ?? null },
      became: { selector: current.selector },
    });
    return ok(null);
  });
}

/** Mail of this domain leaves unsigned by us from now on. */
export function stopSigning(deps: Pick<Deps, "store" | "clock">, domain: string): Promise<Result<null, Refusal>> {
  return deps.store.transaction(async (tx) => {
    await tx.settings.lockAccount();
    const active = (await tx.mailSettings.loadDkimKeys(domain)).find((key) => key.state === "active");
    if (active === undefined) return refuse("dkim-key-unknown", "No key of this domain signs now.");
    await tx.mailSettings.setDkimState(active, "retired");
    const subject = { id: null, name: domain };
    const was = { selector: active.selector };
    await tx.audit.record({ at: deps.clock.now(), kind: "dkim-signing-stopped", subject, was });
    return ok(null);
  });
}

async function findPrepared(tx: Tx, domain: string): Promise<DkimKey | null> {
  return (await tx.mailSettings.loadDkimKeys(domain)).find((key) => key.state === "prepared") ?? null;
}

async function isOurs(tx: Tx, domain: string): Promise<boolean> {
  const addresses = await tx.settings.loadSupportAddresses();
  return addresses.some(({ address }) => domainOf(address) === domain);
}
