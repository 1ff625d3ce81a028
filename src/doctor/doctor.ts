/** `npm run doctor`: what is wrong with this installation, and the cure. Looks from outside; starts nothing. */
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { domainOf } from "../domain/mail/email-address.ts";
import { type EmailAddress, type Instant } from "../domain/ids.ts";
import {
  type DnsFinding,
  findDkim,
  findDmarc,
  findMx,
  findSpf,
  withParents,
} from "../domain/mail-settings/mail-dns.ts";
import { recordName } from "../domain/mail-settings/dkim.ts";
import { judgeRuns, type Step, WAIT_FOR_ARRIVAL } from "../domain/mail-settings/self-test.ts";
import type { Store } from "../ports/store.ts";
import { unreachable } from "../domain/result.ts";

/** What one look found. `bad` makes the doctor answer with an error. */
export interface Finding {
  readonly state: "good" | "bad" | "note";
  readonly text: string;
}

export interface DoctorDns {
  /** Null: DNS gave no answer. */
  texts(name: string): Promise<readonly string[] | null>;
  exchanges(domain: string): Promise<readonly string[] | null>;
}

const good = (text: string): Finding => ({ state: "good", text });
const bad = (text: string): Finding => ({ state: "bad", text });
const note = (text: string): Finding => ({ state: "note", text });

interface DnsOptions {
  readonly store: Store;
  readonly dns: DoctorDns;
  readonly mailDomain: string;
  /** Name under which this server is reached; null: only on this machine. */
  readonly host: string | null;
  /** Host of the relay; null: not known. */
  readonly relay: string | null;
}

/** Every record that mail needs, with the exact one to add. */
export async function examineDns({ store, dns, mailDomain, host, relay }: DnsOptions): Promise<readonly Finding[]> {
  const addresses = await store.transaction((tx) => tx.settings.loadSupportAddresses());
  const domains = new Map(addresses.map(({ address }) => [domainOf(address), address]));
  const findings: (DnsFinding | Finding)[] = [];
  findings.push(findMx(mailDomain, await dns.exchanges(mailDomain), host ?? mailDomain));
  findings.push(findSpf(mailDomain, await dns.texts(mailDomain), relay));
  for (const [domain, address] of domains) {
    if (domain !== mailDomain) {
      findings.push(findMx(domain, await dns.exchanges(domain), host ?? mailDomain));
      findings.push(findSpf(domain, await dns.texts(domain), relay));
    }
    findings.push(...(await examineDkim(store, dns, domain)));
    findings.push(findDmarc(domain, await policyOf(dns, domain), address));
  }
  return findings.map((found) => ("about" in found ? sayRecord(found) : found));
}

async function examineDkim(store: Store, dns: DoctorDns, domain: string): Promise<readonly (DnsFinding | Finding)[]> {
  const keys = await store.transaction((tx) => tx.mailSettings.loadDkimKeys(domain));
  const used = keys.filter((key) => key.state !== "retired");
  if (used.length === 0) {
    return [note(`DKIM of ${domain}: no key of ours. Make one on Channels › Email, unless the relay signs.`)];
  }
  return Promise.all(used.map(async (key) => findDkim(key, await dns.texts(recordName(key)))));
}

async function policyOf(dns: DoctorDns, domain: string): Promise<readonly string[] | null> {
  for (const each of withParents(domain)) {
    const texts = await dns.texts(`_dmarc.${each}`);
    if (texts === null || texts.length > 0) return texts;
  }
  return [];
}

function sayRecord({ about, domain, state, record }: DnsFinding): Finding {
  const wanted = `${record.name}. ${record.type} ${record.type === "TXT" ? `"${record.value}"` : record.value}`;
  switch (state) {
    case "good":
      return good(`${about} of ${domain}`);
    case "unknown":
      return note(`${about} of ${domain}: DNS gave no answer. It should hold: ${wanted}`);
    case "wrong":
      return bad(`${about} of ${domain}: the record that stands there does not do. Put in its place: ${wanted}`);
    case "missing":
      return bad(`${about} of ${domain}: missing. Add: ${wanted}`);
    default:
      return unreachable(state);
  }
}

const REACHED_WITHIN_MS = 10_000;

/** Whether browsers reach us under the public URL, by HTTPS and by WebSocket. */
export async function examinePublicUrl(publicUrl: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(new URL(publicUrl).hostname);
  if (!publicUrl.startsWith("https:")) {
    const text = `${publicUrl} is not HTTPS: browsers and mail programs expect it. Put a reverse proxy with TLS in front and set ARIANE_PUBLIC_URL.`;
    findings.push(isLocal ? note(text) : bad(text));
  }
  try {
    const answer = await fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(REACHED_WITHIN_MS) });
    const body: unknown = await answer.json();
    const isOurs = answer.ok && typeof body === "object" && body !== null && "ok" in body;
    findings.push(
      isOurs ? good(`${publicUrl} answers`) : bad(`${publicUrl} answers, but not as Ariane does (${answer.status}).`),
    );
  } catch (error) {
    return [
      ...findings,
      bad(
        `${publicUrl} does not answer: ${reasonOf(error)}. Is the server running, and does the proxy lead to its PORT?`,
      ),
    ];
  }
  return [...findings, ...(await examineReady(publicUrl)), await examineSocket(publicUrl)];
}

/** What the server itself says of its database; of an older one that does not, or of a proxy that hides it, nothing. */
async function examineReady(publicUrl: string): Promise<readonly Finding[]> {
  const answer = await fetch(`${publicUrl}/readyz`, { signal: AbortSignal.timeout(REACHED_WITHIN_MS) });
  const body: unknown = await answer.json().catch(() => null);
  if (typeof body !== "object" || body === null || !("message" in body)) return [];
  return [bad(`The server says: ${String(body.message)}`)];
}

/** Without a session our door says 403; a proxy that swallows the upgrade never lets the request get there. */
function examineSocket(publicUrl: string): Promise<Finding> {
  const cure = "The proxy must pass on the headers Upgrade and Connection (WebSocket).";
  return new Promise((resolve) => {
    const socket = new WebSocket(`${publicUrl.replace(/^http/, "ws")}/api/agent/socket`, {
      handshakeTimeout: REACHED_WITHIN_MS,
      origin: publicUrl,
    });
    const settle = (finding: Finding): void => {
      resolve(finding);
      socket.terminate();
    };
    socket.once("open", () => settle(good("WebSocket gets through")));
    socket.once("unexpected-response", (_request, { statusCode = 0 }) =>
      settle(statusCode === 403 ? good("WebSocket gets through") : bad(`WebSocket is answered ${statusCode}. ${cure}`)),
    );
    socket.on("error", (error) => settle(bad(`WebSocket fails: ${reasonOf(error)}. ${cure}`)));
  });
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
};

const LOOK_EVERY_MS = 500;

interface RoundTripOptions {
  readonly store: Store;
  readonly now: () => Instant;
  /** For tests: how long is waited for what the server does. */
  readonly patienceMs?: number;
}

/** Has the running server test each support address, and waits for what comes back. */
export async function examineRoundTrip(options: RoundTripOptions): Promise<readonly Finding[]> {
  const { store, now } = options;
  const addresses = await store.transaction((tx) => tx.settings.loadSupportAddresses());
  if (addresses.length === 0) return [bad("There is no support address: add one on Channels › Email.")];
  const findings: Finding[] = [];
  for (const { id, address } of addresses) {
    const askedAt = now();
    await store.transaction((tx) =>
      tx.jobs.wake({ kind: "self-test", key: id, payload: { supportAddressId: id }, dueAt: askedAt }),
    );
    const steps = await waitFor(options, async () => {
      const [run] = judgeRuns(await store.transaction((tx) => tx.mailSettings.loadProbes(id)), now());
      return run !== undefined && run.startedAt >= askedAt && run.isOver ? run.steps : null;
    });
    if (steps === null)
      findings.push(bad(`${address}: nobody ran the test. Is a server with ARIANE_PROCESS_JOBS=1 running?`));
    else findings.push(...steps.map((step) => sayStep(address, step)));
  }
  return findings;
}

async function waitFor<T>({ now, patienceMs }: RoundTripOptions, look: () => Promise<T | null>): Promise<T | null> {
  const deadline = now() + (patienceMs ?? WAIT_FOR_ARRIVAL + 30_000);
  for (;;) {
    const found = await look();
    if (found !== null || now() >= deadline) return found;
    await sleep(LOOK_EVERY_MS);
  }
}

const STEPS: Readonly<Record<Step["name"], string>> = {
  sent: "the relay takes its mail",
  received: "its own mail comes back to us",
  signature: "the signature (DKIM) holds",
  "plus-address": "plus addresses are supported",
  "reply-domain": "the reply domain is reachable",
};

function sayStep(address: EmailAddress, { name, state, because, said }: Step): Finding {
  const text = `${address}: ${STEPS[name]}`;
  if (state === "passed") return good(text);
  const why = [because, said].filter((each) => each !== null).join(": ");
  return (state === "failed" ? bad : note)(
    `${text} — ${state === "failed" ? "no" : "not available"} (${why}). See Channels › Email.`,
  );
}
