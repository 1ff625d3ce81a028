/** What decides about a mail by a person, beside the conversation itself. */
import { type ConversationId, deliveryId, type Instant, seq } from "../../../domain/ids.ts";
import type { Traffic } from "../../../ports/mail/inbound-tx.ts";
import { askedRows } from "../tx/asked-rows.ts";
import { askedTogether } from "../tx/asked-together.ts";

interface TrafficRow {
  readonly posted: number;
  readonly strangers: number;
  readonly capped: number;
  readonly sent: readonly {
    readonly id: string;
    readonly seqs: readonly number[];
    readonly bounced: boolean;
    readonly ambiguous: boolean;
  }[];
}

interface Asked {
  readonly id: ConversationId;
  readonly since: Instant;
}

const ASKED = askedRows<Asked>({ id: ["uuid", ({ id }) => id], since: ["bigint", ({ since }) => since] });

/** The mails of a conversation, those that came in counted since then. */
export const loadTraffic = askedTogether(async (db, asked: readonly Asked[]) => {
  const found = await db.query<TrafficRow>({
    name: "traffic-of-conversations",
    text: `select traffic.* from ${ASKED.sql} cross join lateral (select
         (select count(*) from inbound_mail where conversation_id = asked.id and state = 'posted'
            and received_at > asked.since and because is distinct from 'another-sender') as posted,
         (select count(*) from inbound_mail where conversation_id = asked.id and state = 'posted'
            and received_at > asked.since and because = 'another-sender') as strangers,
         (select count(*) from inbound_mail
          where conversation_id = asked.id and because = 'too-many-mails' and received_at > asked.since) as capped,
         (select coalesce(json_agg(json_build_object('id', id, 'seqs', seqs, 'bounced', state = 'bounced',
                                                     'ambiguous', state = 'ambiguous')
                                   order by created_at, id), '[]')
          from delivery
          where conversation_id = asked.id and state in ('sending', 'accepted', 'ambiguous', 'bounced')) as sent) as traffic
       order by place`,
    values: ASKED.values(asked),
  });
  return found.rows.map(toTraffic);
});

const toTraffic = ({ sent, ...counted }: TrafficRow): Traffic => ({
  ...counted,
  ambiguous: sent.filter((mail) => mail.ambiguous).map((mail) => deliveryId(mail.id)),
  sent: sent.map((mail) => ({ deliveryId: deliveryId(mail.id), seqs: mail.seqs.map(seq), hasBounced: mail.bounced })),
});

/** Of an active team member; given in lower case. */
export const isAgentAddress = askedTogether(async (db, addresses: readonly string[]) => {
  const found = await db.query<{ email: string }>({
    name: "agents-by-address",
    text: "select email from agent where email = any($1) and active",
    values: [addresses],
  });
  const agents = new Set(found.rows.map(({ email }) => email));
  return addresses.map((address) => agents.has(address));
});
