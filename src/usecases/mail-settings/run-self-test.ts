import { domainOf } from "../../domain/mail/email-address.ts";
import { emailAddress, type EmailAddress, probeId, type SupportAddressId } from "../../domain/ids.ts";
import { localPart } from "../../domain/inbound-mail/place-mail.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { formatProbeToken, plusAddress, type TokenKeys } from "../../domain/mail/reply-address.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { ProbeRoute, SelfTestProbe } from "../../domain/mail-settings/self-test.ts";
import type { Mailer, SendOutcome } from "../../ports/continuity/mailer.ts";
import type { ProbeWriter } from "../../ports/mail-settings/probe-writer.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId } from "../../ports/system.ts";

export interface SelfTestDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly keys: TokenKeys;
  readonly mailDomain: string;
  readonly mailer: Mailer;
  readonly probes: ProbeWriter;
}

/**
 * Sends a mail from a support address to itself by every way that an answer may take, through the real relay. What
 * arrives is noted by `takeSelfTest`, at whatever door. Answers once the relay has. Refuses not-found.
 */
export async function runSelfTest(deps: SelfTestDeps, id: SupportAddressId): Promise<Result<null, Refusal>> {
  const startedAt = deps.clock.now();
  const started = await deps.store.transaction(async (tx) => {
    const row = (await tx.settings.loadSupportAddresses()).find((each) => each.id === id);
    if (row === undefined) return null;
    const runId = deps.newId();
    const probes = routesFor(deps, row.address).map((route): SelfTestProbe => ({
      ...route,
      runId,
      supportAddressId: id,
      startedAt,
      outcome: null,
      reply: null,
      receivedAt: null,
      signature: null,
      bounced: null,
    }));
    await tx.mailSettings.insertProbes(probes);
    await tx.audit.record({ at: startedAt, kind: "self-test-run", subject: { id, name: row.address } });
    return { from: row.address, probes };
  });
  if (started === null) return refuse("not-found", "There is no such support address.");
  await Promise.all(
    started.probes.map(async (probe) => {
      const outcome = await send(deps, started.from, probe);
      await deps.store.transaction((tx) => tx.mailSettings.recordProbeOutcome(probe.id, outcome));
    }),
  );
  return ok(null);
}

async function send(deps: SelfTestDeps, from: EmailAddress, probe: SelfTestProbe): Promise<SendOutcome> {
  const { mailDomain, keys } = deps;
  const token = formatProbeToken(probe.id, keys);
  const raw = await deps.probes.write({ token, mailDomain, from, to: probe.recipient, date: probe.startedAt });
  const returnPath = emailAddress(`bounce+${token}@${mailDomain}`);
  return deps.mailer.send({ envelope: { from: returnPath, to: probe.recipient }, raw });
}

type Route = Pick<SelfTestProbe, "id" | "route" | "recipient">;

function routesFor({ newId, keys, mailDomain }: SelfTestDeps, address: EmailAddress): readonly Route[] {
  const route = (name: ProbeRoute, recipient: (token: string) => string | null): readonly Route[] => {
    const id = probeId(newId());
    const to = recipient(formatProbeToken(id, keys));
    return to === null ? [] : [{ id, route: name, recipient: emailAddress(to) }];
  };
  const withPlus = (token: string): string | null => {
    const local = plusAddress(localPart(address), token);
    return local === null ? null : `${local}@${domainOf(address)}`;
  };
  return [
    ...route("plain", () => address),
    ...route("plus", withPlus),
    ...route("reply-domain", (token) => `reply+${token}@${mailDomain}`),
  ];
}
