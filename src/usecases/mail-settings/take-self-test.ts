import { decideVerdict } from "../../domain/inbound-mail/verdict.ts";
import { localPart } from "../../domain/inbound-mail/place-mail.ts";
import type { Instant, ProbeId } from "../../domain/ids.ts";
import { parseProbeToken, type TokenKeys } from "../../domain/mail/reply-address.ts";
import type { ProbeArrival } from "../../domain/mail-settings/self-test.ts";
import type { NewInboundMail } from "../../ports/mail/inbound-tx.ts";
import type { MailReader } from "../../ports/mail/mail-reader.ts";
import type { ProbeReader } from "../../ports/mail-settings/probe-writer.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly keys: TokenKeys;
  readonly reader: Pick<MailReader, "parse">;
  readonly probeReader: ProbeReader;
}

/** Notes a mail of a self-test that arrived or came back. False: it is none, and is read like any other. */
export async function takeSelfTest(deps: Deps, mail: NewInboundMail): Promise<boolean> {
  const found = findProbe(deps, mail);
  if (found === null) return false;
  const arrival = await readArrival(deps, mail, found, deps.clock.now());
  await deps.store.transaction(async (tx) => {
    await tx.mail.recordProbeArrival(found.id, arrival);
    await tx.inbound.settle(mail.id, {
      state: "recorded",
      verdict: null,
      because: "self-test",
      conversationId: null,
      deliveryId: null,
      fromAddress: null,
      fromName: null,
      subject: null,
      messageId: null,
      preview: null,
      dedupeKey: null,
    });
  });
  return true;
}

interface Found {
  readonly id: ProbeId;
  /** It came to the return path: it tells of one that did not arrive. */
  readonly isReport: boolean;
}

/** By the return path in the envelope, else by the header that every one of them carries. */
function findProbe({ keys, probeReader }: Deps, { recipients, raw }: NewInboundMail): Found | null {
  for (const recipient of recipients) {
    const local = localPart(recipient);
    const id = local.toLowerCase().startsWith("bounce+") ? parseProbeToken(local, keys) : null;
    if (id !== null) return { id, isReport: true };
  }
  const mark = probeReader.mark(raw);
  const id = mark === null ? null : parseProbeToken(mark, keys);
  return id === null ? null : { id, isReport: false };
}

async function readArrival(deps: Deps, mail: NewInboundMail, found: Found, now: Instant): Promise<ProbeArrival> {
  if (!found.isReport) {
    return { receivedAt: now, signature: await deps.probeReader.signature(mail.raw), bounced: null };
  }
  const verdict = decideVerdict(await deps.reader.parse(mail.raw), { from: mail.envelopeFrom });
  const isFinal = verdict.kind === "bounce" && verdict.isFinal;
  const told = isFinal ? (verdict.diagnostic ?? verdict.status ?? "bounced") : null;
  return { receivedAt: null, signature: null, bounced: told };
}
