/** How mail is signed, proved and worded. */
import type { DkimKey } from "../../../domain/mail-settings/dkim.ts";
import { emailAddress, instant, locale, probeId, supportAddressId } from "../../../domain/ids.ts";
import type { MailTexts } from "../../../domain/mail-settings/mail-texts.ts";
import type { SelfTestProbe } from "../../../domain/mail-settings/self-test.ts";
import type { MailSettingsTx, SealedKey } from "../../../ports/mail-settings/mail-settings-tx.ts";
import type { Queryable } from "../pool.ts";

export function mailSettingsTx(db: Queryable): MailSettingsTx {
  return { ...dkimKeys(db), ...selfTests(db), ...texts(db) };
}

interface DkimRow {
  readonly domain: string;
  readonly selector: string;
  readonly public_key: string;
  readonly state: DkimKey["state"];
  readonly made_at: number;
}

function dkimKeys(db: Queryable): Pick<MailSettingsTx, "loadDkimKeys" | "saveDkimKey" | "setDkimState"> {
  return {
    async loadDkimKeys(domain) {
      const found = await db.query<DkimRow>(
        "select domain, selector, public_key, state, made_at from dkim_key where domain = $1 order by made_at desc",
        [domain],
      );
      return found.rows.map((row) => ({
        domain: row.domain,
        selector: row.selector,
        publicKey: row.public_key,
        state: row.state,
        madeAt: instant(row.made_at),
      }));
    },
    async saveDkimKey(key, sealed) {
      await db.query(
        `insert into dkim_key (domain, selector, private_key, wrapped, public_key, state, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (domain, selector) do update set private_key = excluded.private_key, wrapped = excluded.wrapped,
           public_key = excluded.public_key, state = excluded.state, made_at = excluded.made_at`,
        [key.domain, key.selector, Buffer.from(sealed.bytes), sealed.wrapped, key.publicKey, key.state, key.madeAt],
      );
    },
    async setDkimState({ domain, selector }, state) {
      await db.query("update dkim_key set state = $3 where domain = $1 and selector = $2", [domain, selector, state]);
    },
  };
}

interface ProbeRow {
  readonly id: string;
  readonly run_id: string;
  readonly support_address_id: string;
  readonly route: SelfTestProbe["route"];
  readonly recipient: string;
  readonly started_at: number;
  readonly outcome: SelfTestProbe["outcome"];
  readonly reply: string | null;
  readonly received_at: number | null;
  readonly signature: string | null;
  readonly bounced: string | null;
}

const PROBE =
  "id, run_id, support_address_id, route, recipient, started_at, outcome, reply, received_at, signature, bounced";
/** Only the last proof counts, and the one before it while that is under way. */
const RUNS_KEPT = 2;

type SelfTests = "insertProbes" | "recordProbeOutcome" | "recordProbeArrival" | "loadProbes";

function selfTests(db: Queryable): Pick<MailSettingsTx, SelfTests> {
  return {
    async insertProbes(probes) {
      for (const probe of probes) {
        await db.query(
          `insert into self_test_probe (id, run_id, support_address_id, route, recipient, started_at)
           values ($1, $2, $3, $4, $5, $6)`,
          [probe.id, probe.runId, probe.supportAddressId, probe.route, probe.recipient, probe.startedAt],
        );
      }
      const [first] = probes;
      if (first === undefined) return;
      await db.query(
        `delete from self_test_probe where support_address_id = $1 and run_id not in (
           select run_id from self_test_probe where support_address_id = $1
           group by run_id order by max(started_at) desc, run_id desc limit ${RUNS_KEPT})`,
        [first.supportAddressId],
      );
    },
    async recordProbeOutcome(id, { kind, reply }) {
      await db.query("update self_test_probe set outcome = $2, reply = $3 where id = $1", [id, kind, reply]);
    },
    async recordProbeArrival(id, arrival) {
      const found = await db.query(
        `update self_test_probe set received_at = coalesce(received_at, $2), signature = coalesce(signature, $3),
           bounced = coalesce(bounced, $4)
         where id = $1`,
        [id, arrival.receivedAt, arrival.signature, arrival.bounced],
      );
      return found.rowCount === 1;
    },
    async loadProbes(id) {
      const found = await db.query<ProbeRow>(
        `select ${PROBE} from self_test_probe where support_address_id = $1 order by started_at desc, run_id desc, route`,
        [id],
      );
      return found.rows.map(toProbe);
    },
  };
}

function texts(db: Queryable): Pick<MailSettingsTx, "loadTexts" | "saveTexts" | "loadSubject"> {
  return {
    async loadTexts() {
      const found = await db.query<{ locale: string; texts: MailTexts }>({
        name: "mail-texts",
        text: "select locale, texts from mail_template order by locale",
      });
      return found.rows.map((row) => ({ locale: locale(row.locale), texts: row.texts }));
    },
    async saveTexts(tag, saved, now) {
      await db.query(
        `insert into mail_template (locale, texts, changed_at) values ($1, $2, $3)
         on conflict (locale) do update set texts = excluded.texts, changed_at = excluded.changed_at`,
        [tag, JSON.stringify(saved), now],
      );
    },
    async loadSubject(id, recipient) {
      const found = await db.query<{ subject: string }>(
        `select subject from delivery where conversation_id = $1 and lower(recipient) = lower($2) and subject is not null
         order by created_at, id limit 1`,
        [id, recipient],
      );
      return found.rows[0]?.subject ?? null;
    },
  };
}

const toProbe = (row: ProbeRow): SelfTestProbe => ({
  id: probeId(row.id),
  runId: row.run_id,
  supportAddressId: supportAddressId(row.support_address_id),
  route: row.route,
  recipient: emailAddress(row.recipient),
  startedAt: instant(row.started_at),
  outcome: row.outcome,
  reply: row.reply,
  receivedAt: row.received_at === null ? null : instant(row.received_at),
  signature: row.signature,
  bounced: row.bounced,
});

/** The keys that sign now, sealed as they are kept. */
export async function loadSigningDkimKeys(
  db: Queryable,
): Promise<readonly (SealedKey & { readonly domain: string; readonly selector: string })[]> {
  const found = await db.query<{ domain: string; selector: string; private_key: Buffer; wrapped: boolean }>({
    name: "signing-dkim-keys",
    text: "select domain, selector, private_key, wrapped from dkim_key where state = 'active'",
  });
  return found.rows.map(({ domain, selector, private_key: bytes, wrapped }) => ({ domain, selector, bytes, wrapped }));
}
