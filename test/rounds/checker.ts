/** After a round: what was acknowledged against what is there. Every line it answers is a fault of the product. */
import type { Pool } from "../../src/adapters/postgres/pool.ts";
import type { ConversationId } from "../../src/domain/ids.ts";
import { desk, type Door } from "../support/doors/doors.ts";
import { messagesOf } from "../support/live-world.ts";
import type { ReceivedMail } from "../support/peers/mail-peers.ts";
import type { Installation } from "./installation.ts";
import type { AcknowledgedMessage, AcknowledgedRead, Ledger } from "./ledger.ts";
import { messageIdOf } from "./people.ts";

/** What of an installation is looked at. */
export type Checked = Pick<Installation, "acme" | "pool" | "deaths"> & {
  readonly peer: Pick<Installation["peer"], "mails">;
  readonly doors: () => readonly Door[];
};

export async function check(at: Checked, ledger: Ledger, ids: readonly ConversationId[]): Promise<readonly string[]> {
  const faults = [...ledger.surprises, ...at.deaths.map((how) => `a process ended unasked: ${how}`)];
  for (const id of ids) faults.push(...(await faultsOfConversation(at.pool, ledger, id)));
  faults.push(...(await faultsOfFiles(at, ledger)), ...faultsOfCopies(at.peer.mails), ...mailedWhileThere(at, ledger));
  return [...faults, ...(await faultsOfJobs(at.pool))];
}

async function faultsOfConversation(pool: Pool, ledger: Ledger, id: ConversationId): Promise<readonly string[]> {
  const stored = await messagesOf({ database: { pool } }, id).catch((error: unknown) => String(error));
  if (typeof stored === "string") return [`${stored} (${id})`];
  const acknowledged = ledger.messages.filter((message) => message.id === id);
  const faults = acknowledged.flatMap((message) => {
    const [found, ...others] = stored.filter(({ client_id }) => client_id === message.clientId);
    if (found === undefined) return [`lost: ${message.text} (${id})`];
    if (others.length > 0) return [`there ${others.length + 1} times: ${message.text} (${id})`];
    if (found.seq !== message.seq) return [`was acknowledged as ${message.seq} and is ${found.seq}: ${message.text}`];
    return textsOf(message).includes(found.body) ? [] : [`reads ${found.body}, acknowledged was ${message.text}`];
  });
  const seqs = acknowledged.filter(({ by }) => by === "visitor").map(({ seq }) => seq);
  if (seqs.some((seq, i) => seq <= (seqs[i - 1] ?? 0))) faults.push(`out of order: ${seqs.join(" ")} (${id})`);
  for (const { text } of ledger.mails.filter((mail) => mail.id === id)) {
    const copies = stored.filter(({ channel, body }) => channel === "email" && body === text).length;
    if (copies !== 1) faults.push(`a mail that was taken is there ${copies} times: ${text} (${id})`);
  }
  return [
    ...faults,
    ...(await faultsOfDeliveries(
      pool,
      ledger.reads.filter((read) => read.id === id),
      id,
    )),
  ];
}

const textsOf = ({ text, maybe }: AcknowledgedMessage): readonly string[] => (maybe === null ? [text] : [text, maybe]);

interface Delivery {
  readonly seqs: readonly number[];
  readonly message_id: string;
  readonly state: string;
  readonly first_attempt_at: number | null;
}

async function faultsOfDeliveries(
  pool: Pool,
  reads: readonly AcknowledgedRead[],
  id: ConversationId,
): Promise<readonly string[]> {
  const found = await pool.query<Delivery>(
    `select seqs, message_id, state, first_attempt_at from delivery
     where conversation_id = $1 and state <> 'cancelled' order by created_at`,
    [id],
  );
  const seen = new Map<number, string>();
  return found.rows.flatMap((delivery) => {
    const faults = delivery.seqs.flatMap((seq) => {
      const before = seen.get(seq);
      seen.set(seq, delivery.message_id);
      return before === undefined ? [] : [`message ${seq} left as ${before} and as ${delivery.message_id} (${id})`];
    });
    const begun = delivery.first_attempt_at;
    if (begun === null) return faults;
    const readBefore = Math.max(0, ...reads.filter(({ at }) => at < begun).map(({ upTo }) => upTo));
    const late = delivery.seqs.filter((seq) => seq <= readBefore);
    if (late.length > 0) faults.push(`mailed though read before: ${late.join(" ")} in ${delivery.message_id} (${id})`);
    return faults;
  });
}

/** Whoever hears nothing after the dot sends again: the same bytes, or it would be another mail. */
function faultsOfCopies(mails: readonly ReceivedMail[]): readonly string[] {
  const first = new Map<string, ReceivedMail>();
  return mails.flatMap((mail) => {
    const id = messageIdOf(mail.raw);
    const before = first.get(id) ?? mail;
    first.set(id, before);
    return before.raw.equals(mail.raw) ? [] : [`two mails that differ have the Message-ID ${id}`];
  });
}

function mailedWhileThere({ peer }: Checked, { stays }: Ledger): readonly string[] {
  return stays
    .filter(({ until, address }) => until === null && peer.mails.some(({ to }) => to.includes(address)))
    .map(({ address }) => `mailed while on the page: ${address}`);
}

async function faultsOfFiles(at: Checked, ledger: Ledger): Promise<readonly string[]> {
  const [door] = at.doors();
  if (door === undefined) return ["no process runs"];
  const agent = desk(at.acme.leo);
  const faults: string[] = [];
  for (const { file, text } of ledger.messages) {
    if (file === null) continue;
    const bytes = await agent.download(door, file.attachmentId);
    if (!bytes.equals(file.bytes)) faults.push(`the file of ${text} has ${bytes.length} other bytes`);
  }
  return faults;
}

/** A job that died, or whose time came long ago and nobody takes it. */
async function faultsOfJobs(pool: Pool): Promise<readonly string[]> {
  const found = await pool.query<{ kind: string; key: string; last_error: string | null }>(
    `select kind, key, last_error from job
     where dead_at is not null or (due_at < $1 and coalesce(lease_until, 0) < $1)`,
    [Date.now() - STUCK_AFTER_MS],
  );
  return found.rows.map(({ kind, key, last_error }) => `a job is stuck: ${kind} ${key} (${last_error ?? "no error"})`);
}

/** Work that is due and held by nobody is taken within seconds. */
const STUCK_AFTER_MS = 30_000;
