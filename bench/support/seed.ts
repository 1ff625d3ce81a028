/** Acme with its agents and conversations, written straight into the tables: setting up is not what is measured. */
import pg from "pg";
import type { EmbeddedConnection } from "../../src/adapters/postgres-embedded/application-role.ts";
import { DEFAULT_DELAYS } from "../../src/domain/settings/settings.ts";

export const agentToken = (i: number): string => `agent-${i}`;
export const visitorToken = (i: number): string => `visitor-${i}`;
export const conversationOf = (i: number): string => uuid("8001", i);
const uuid = (kind: string, i: number): string => `00000000-0000-7000-${kind}-${i.toString(16).padStart(12, "0")}`;

const ID = (kind: string): string => `('00000000-0000-7000-${kind}-' || lpad(to_hex(i), 12, '0'))::uuid`;
const HASH = (name: string): string => `sha256(convert_to('${name}-' || i, 'utf8'))`;
const AGENT = "00000000-0000-7000-8000-0000000000a0";
/** The one brand. */
export const BRAND = "00000000-0000-7000-8004-000000000001";

/** `people` end users, each with a session and an open conversation that the first agent holds; the switch is on. */
export async function seed(
  connection: EmbeddedConnection,
  { agents, people }: { readonly agents: number; readonly people: number },
): Promise<void> {
  const now = Date.now();
  const later = now + 86_400_000;
  const each = `generate_series(0, ${people - 1}) i`;
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(
    `insert into account (name, time_zone, default_locale, locales, continuity_on, continuity_on_since, delays)
     values ('Acme', 'Europe/Paris', 'en', '{en,fr}', true, 1, $1)`,
    [JSON.stringify(DEFAULT_DELAYS)],
  );
  await client.query(`
    insert into brand (id, name, is_default, colour) values ('${BRAND}', 'Acme', true, '#1f4b99');
    insert into support_address (id, brand_id, address, is_default)
      values ('${uuid("8005", 1)}', '${BRAND}', 'help@acme.example', true);
    insert into agent (id, name, email, password_hash, role, chat_access, locale, created_at)
      select ('00000000-0000-7000-8000-' || lpad(to_hex(160 + i), 12, '0'))::uuid, 'Léo ' || i,
        'leo' || i || '@acme.example', 'none', 'agent', true, 'en', ${now} from generate_series(0, ${agents - 1}) i;
    insert into agent_session (id, token_hash, agent_id, created_at, last_used_at, expires_at)
      select gen_random_uuid(), ${HASH("agent")}, ('00000000-0000-7000-8000-' || lpad(to_hex(160 + i), 12, '0'))::uuid,
        ${now}, ${now}, ${later}
      from generate_series(0, ${agents - 1}) i;
    insert into end_user (id, name, locale, locale_source, time_zone, created_at)
      select ${ID("8002")}, 'Marie ' || i, 'fr', 'browser', 'Europe/Paris', ${now} from ${each};
    insert into widget_session (id, token_hash, end_user_id, brand_id, created_at, last_used_at, expires_at)
      select ${ID("8003")}, ${HASH("visitor")}, ${ID("8002")}, '${BRAND}', ${now}, ${now}, ${later} from ${each};
    insert into conversation (id, brand_id, end_user_id, status, origin, assignee_id, seq, revision, last_message_at,
        last_end_user_channel, last_end_user_at, address, address_state, address_given_at, created_at)
      select ${ID("8001")}, '${BRAND}', ${ID("8002")}, 'open', 'messaging', '${AGENT}', 1, 1, ${now},
        'messaging', ${now}, 'marie' || i || '@visitor.example', 'proved', ${now}, ${now} from ${each};
    insert into message (conversation_id, seq, id, revision, author_kind, author_id, author_name, channel, visibility,
        body, posted_at)
      select ${ID("8001")}, 1, ${ID("8006")}, 1, 'end-user', ${ID("8002")}, 'Marie ' || i, 'messaging', 'public',
        'Bonjour, où est ma commande ?', ${now} from ${each};
    insert into session_conversation (session_id, conversation_id, via)
      select ${ID("8003")}, ${ID("8001")}, 'started' from ${each};
  `);
  await client.query("vacuum analyze");
  await client.end();
}
