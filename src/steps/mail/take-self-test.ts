import { decideVerdict } from "../../domain/inbound-mail/verdict.ts";
import { localPart } from "../../domain/inbound-mail/place-mail.ts";
import type { Instant, ProbeId } from "../../domain/ids.ts";
import { parseProbeToken, type TokenKeys } from "../../domain/mail/reply-address.ts";
import type { ProbeArrival } from "../../domain/mail-settings/self-test.ts";
import type { NewInboundMail } from "../../domain/inbound-mail/inbound-mail.ts";
import type { MailReader } from "../../ports/mail/mail-reader.ts";
import type { ProbeReader } from "../../ports/mail-settings/probe-writer.ts";
import type { Clock } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";
import { unplaced } from "./inbound-case.ts";

/** What reading a mail of a self-test needs. */
export interface SelfTestMailDeps {
  readonly clock: Clock;
  readonly keys: TokenKeys;
  readonly reader: Pick<MailReader, "parse">;
  readonly probeReader: ProbeReader;
}

/** A mail of a self-test that arrived or came back. */
interface SelfTestMail {
  readonly id: ProbeId;
  readonly arrival: ProbeArrival;
}

/** Asked of every mail, before the transaction that settles it: reading may ask DNS. Null: it is none, and is read like any other. */
export async function readSelfTest(deps: SelfTestMailDeps, mail: NewInboundMail): Promise<SelfTestMail | null> {
  const found = findProbe(deps, mail);
  return found === null ? null : { id: found.id, arrival: await readArrival(deps, mail, found, deps.clock.now()) };
}

/** Notes what the self-test waits for, and that this mail was all about it. */
export async function takeSelfTest(tx: Tx, mail: Pick<NewInboundMail, "id">, found: SelfTestMail): Promise<void> {
  await tx.mailSettings.recordProbeArrival(found.id, found.arrival);
  await tx.inbound.settle(mail.id, {
    ...unplaced("recorded", "self-test"),
    verdict: null,
    fromAddress: null,
    fromName: null,
    subject: null,
    messageId: null,
    copiedTo: [],
    preview: null,
    dedupeKey: null,
  });
}

interface Found {
  readonly id: ProbeId;
  /** It came to the return path: it tells of one that did not arrive. */
  readonly isReport: boolean;
}

/** By the return path in the envelope, else by the header that every one of them carries. */
function findProbe({ keys, probeReader }: SelfTestMailDeps, { recipients, raw }: NewInboundMail): Found | null {
  for (const recipient of recipients) {
    const local = localPart(recipient);
    const id = local.toLowerCase().startsWith("bounce+") ? parseProbeToken(local, keys) : null;
    if (id !== null) return { id, isReport: true };
  }
  const mark = probeReader.mark(raw);
  const id = mark === null ? null : parseProbeToken(mark, keys);
  return id === null ? null : { id, isReport: false };
}

async function readArrival(
  deps: SelfTestMailDeps,
  mail: NewInboundMail,
  found: Found,
  now: Instant,
): Promise<ProbeArrival> {
  if (!found.isReport) {
    return { receivedAt: now, signature: await deps.probeReader.signature(mail.raw), bounced: null };
  }
  const verdict = decideVerdict(await deps.reader.parse(mail.raw), { from: mail.envelopeFrom });
  const isFinal = verdict.kind === "bounce" && verdict.isFinal;
  const told = isFinal ? (verdict.diagnostic ?? verdict.status ?? "bounced") : null;
  return { receivedAt: null, signature: null, bounced: told };
}
