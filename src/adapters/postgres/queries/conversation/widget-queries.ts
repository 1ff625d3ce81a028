import { UNREAD_FATES } from "../../../../domain/continuity/fate.ts";
import { hasWayOut } from "../../../../domain/continuity/way-out.ts";
import type { WidgetConversation, WidgetPage } from "../../../../../contract/conversation/widget-conversations.ts";
import type { WidgetConfig } from "../../../../../contract/sessions/widget-sessions.ts";
import type { WidgetMessage } from "../../../../../contract/shared.ts";
import { type AgentId, type BrandId, type ConversationId, type Instant, sessionId } from "../../../../domain/ids.ts";
import { photoPath } from "../../../../domain/people/photo.ts";
import { type Faces, type Showable, shownAuthor } from "../../../../domain/people/shown-author.ts";
import type { Brand } from "../../../../domain/settings/brand.ts";
import { iconPathOf, sheetOf } from "../../../../domain/settings/look.ts";
import { type Account, spokenLocales, spokenTexts } from "../../../../domain/settings/settings.ts";
import type { WidgetPrincipal } from "../../../../domain/sessions/session.ts";
import type { WidgetQueries } from "../../../../ports/queries/conversation-queries.ts";
import type { Pool, Queryable } from "../../pool.ts";
import { holds, openedBy } from "../../sessions/grants.ts";
import { LOGO_FACTS } from "../../attachments/pictures.ts";
import { sqlWords } from "../../sql-words.ts";
import { loadAvailability } from "../availability.ts";
import type { MessageRow } from "../../conversation/message-columns.ts";
import { loadMembers, loadMessages, MAX_INTEGER, widgetMessages } from "./message-views.ts";

interface WidgetRow {
  readonly id: string;
  readonly status: WidgetConversation["status"];
  readonly revision: number;
  readonly seq: number;
  readonly read_up_to: number;
  readonly unread: number;
  readonly agents_read_up_to: number;
  readonly delivered_up_to: number | null;
  /** Whose it is; null: nobody's. */
  readonly agent: Showable | null;
  readonly brand: string;
  readonly faces: Faces;
  readonly display_name: string | null;
  readonly address: string | null;
  readonly address_state: "unproved" | "proved" | "bounced" | null;
  readonly stopped: boolean;
  readonly relay_trouble: boolean;
  readonly continuity_on: boolean;
  readonly prerequisite_lost_at: Instant | null;
  readonly last_end_user_channel: "messaging" | "email" | null;
  readonly created_at: number;
  readonly last_message_at: number;
  readonly joined: boolean;
  readonly last: WidgetConversation["last"];
  readonly first_seq: number;
}

/** Enough for a person's history in the panel; older ones stay with the business. */
const CONVERSATIONS_AT_MOST = 50;

/** Messages that come at once: some screens of a panel, and 20 kB where they are as long as most. */
const PAGE = 50;

/** Enough of a message for one line on any screen. */
const PREVIEW_CHARS = 120;

/** What of an agent may be shown, as JSON. */
const SHOWABLE = "jsonb_build_object('name', agent.name, 'publicName', agent.public_name, 'photo', agent.photo)";

const SELECT = `select conversation.id, status, revision, seq, read_up_to, agents_read_up_to,
    (select count(*) from message where message.conversation_id = conversation.id and message.seq > read_up_to
       and message.seq >= opened.first_seq
       and (author_kind <> 'end-user' or shown_from is not null) and visibility = 'public' and deleted_at is null and another_sender is null
       and (fate is null or fate in (${sqlWords(UNREAD_FATES)}))) as unread,
    case when agent.id is not null then ${SHOWABLE} end as agent, brand.name as brand, brand.look->>'faces' as faces, display_name, address, address_state, stopped_at is not null as stopped, conversation.created_at,
    last_message_at, joined, first_seq, last_end_user_channel, continuity_on, prerequisite_lost_at,
    exists (select from relay_trouble) as relay_trouble, last.line as last,
    case when not is_open then coalesce(
      (select message.seq from message where message.conversation_id = conversation.id and posted_at <= until
       order by message.seq desc limit 1), 0) end as delivered_up_to
  from ${openedBy("$1", "$2")} as opened join conversation on conversation.id = opened.conversation_id
    join brand on brand.id = conversation.brand_id
    left join agent on agent.id = conversation.assignee_id cross join account cross join workspace_open
    left join lateral (
      select jsonb_build_object('isMine', author_kind = 'end-user' and shown_from is null,
        'text', left(body, ${PREVIEW_CHARS}), 'files', jsonb_array_length(attachments)) as line
      from message where message.conversation_id = conversation.id and message.seq >= opened.first_seq
        and author_kind <> 'system' and visibility <> 'note' and another_sender is null and deleted_at is null
      order by message.seq desc limit 1) as last on true`;

/** `hasRelay` false: no mail leaves this installation. */
export function widgetQueries(pool: Pool, hasRelay = true): WidgetQueries {
  const toView = viewOf(hasRelay);
  return {
    config: (brand) => loadConfig(pool, brand),
    availability: (brand, now) => loadAvailability(pool, hasRelay, brand, now),
    async list(principal) {
      const found = await pool.query<WidgetRow>({
        name: "widget-list",
        text: `${SELECT} order by last_message_at desc limit ${CONVERSATIONS_AT_MOST}`,
        values: [principal.sessionId, principal.asOf],
      });
      return found.rows.map(toView);
    },
    async sessionsOf(id, now) {
      const found = await pool.query<{ session_id: string; joined: boolean }>({
        name: "sessions-of-conversation",
        text: `select session_id, bool_and(link is not null) as joined
               from session_conversation left join mail_link on mail_link.token_hash = session_conversation.link
               where session_conversation.conversation_id = $1 and ${holds("$2")} group by session_id`,
        values: [id, now],
      });
      return new Map(found.rows.map((row) => [sessionId(row.session_id), { joined: row.joined }]));
    },
    async page(principal, id, before) {
      const row = await loadOne(pool, principal, id);
      if (row === null) return null;
      const end = Math.min(before ?? MAX_INTEGER, MAX_INTEGER);
      const place = await placeOfPage(pool, row, end, before === null && row.unread > 0);
      const rows = await loadMessages(pool, id, { after: 0, upTo: row.revision, from: place.from, before: end });
      return { conversation: toView(row), messages: await shownBy(pool, row, rows), before: place.before };
    },
    async changes(principal, id, after) {
      const row = await loadOne(pool, principal, id);
      if (row === null) return null;
      const rows = await loadMessages(pool, id, { after, upTo: row.revision });
      return { conversation: toView(row), messages: await shownBy(pool, row, rows) };
    },
    shownAs: (id, agent) => loadShownAs(pool, id, agent),
  };
}

/** Where a page begins that ends before this seq, and on which channels came what is before it. */
async function placeOfPage(
  db: Queryable,
  { id, first_seq, read_up_to }: WidgetRow,
  end: number,
  isWithUnread: boolean,
): Promise<{ readonly from: number; readonly before: WidgetPage["before"] }> {
  const found = await db.query<{ from: number; before: WidgetPage["before"] }>({
    name: "widget-page",
    text: `with shown as (
             select seq, channel from message
             where conversation_id = $1 and seq >= $2 and seq < $3 and visibility <> 'note' and another_sender is null),
           page as (select least(min(seq), $4::integer) as from from (select seq from shown order by seq desc limit ${PAGE}) as newest)
           select coalesce(page.from, $2) as from,
             array(select distinct channel from shown where seq < page.from order by channel) as before from page`,
    values: [id, first_seq, end, isWithUnread ? read_up_to + 1 : null],
  });
  const [place] = found.rows;
  if (place === undefined) throw new Error("a page has no place");
  return place;
}

/** What the pages that carry a brand's widget are told of it; null: there is no such brand. */
export async function loadConfig(
  db: Queryable,
  ...[brand, drafted]: [BrandId, drafted?: Pick<Brand, "name" | "colour" | "greeting" | "look">]
): ReturnType<WidgetQueries["config"]> {
  type Row = Pick<WidgetConfig, "on" | "privacyUrl"> &
    Pick<Brand, "id" | "name" | "colour" | "greeting" | "look" | "logo"> &
    Pick<Account, "defaultLocale" | "locales">;
  const found = await db.query<Row>(
    `select brand.id, brand.name, messaging_on as "on", colour, greeting, privacy_url as "privacyUrl", locales,
       default_locale as "defaultLocale", look, ${LOGO_FACTS}
     from brand, account where brand.id = $1`,
    [brand],
  );
  const [row] = found.rows;
  if (row === undefined) return null;
  const { id, name, colour, greeting, look, logo, defaultLocale, ...rest } = { ...row, ...drafted };
  const languages = { defaultLocale, locales: rest.locales };
  return {
    ...rest,
    brand: { id, name },
    colour,
    greeting,
    greetings: spokenTexts(look.greetings, languages),
    locales: spokenLocales(languages),
    logo: logo?.hash ?? null,
    launcher: {
      sheet: sheetOf({ colour, look }),
      icon: iconPathOf(look),
      texts: spokenTexts(look.launcher.texts, languages),
      isHidden: look.launcher.isHidden,
    },
  };
}

/** What a link to an address that nobody has proved opens; a quote below an answer would show what came before. */
async function shownBy(
  db: Queryable,
  { first_seq: from, faces }: WidgetRow,
  rows: readonly MessageRow[],
): Promise<readonly WidgetMessage[]> {
  const messages = widgetMessages(rows, { faces, members: await loadMembers(db, rows) });
  if (from <= 1) return messages;
  return messages.filter((message) => message.seq >= from).map((message) => ({ ...message, cut: null }));
}

/** Whoever has taken it up: an end user reads that somebody has, also where nobody is shown. */
function takenBy({ agent, brand, faces }: WidgetRow): Pick<WidgetConversation, "agentName" | "agentPhoto"> {
  if (agent === null) return { agentName: null };
  const { name, photo } = shownAuthor(agent, faces);
  return { agentName: name ?? brand, ...(photo === null ? {} : { agentPhoto: photoPath(photo) }) };
}

async function loadShownAs(db: Queryable, id: ConversationId, agent: AgentId): Promise<string | null> {
  const found = await db.query<{ readonly agent: Showable; readonly faces: Faces }>({
    name: "shown-as",
    text: `select ${SHOWABLE} as agent, brand.look->>'faces' as faces
           from conversation join brand on brand.id = conversation.brand_id cross join agent
           where conversation.id = $1 and agent.id = $2`,
    values: [id, agent],
  });
  const [row] = found.rows;
  return row === undefined ? null : shownAuthor(row.agent, row.faces).name;
}

async function loadOne(
  db: Queryable,
  { sessionId: session, asOf }: WidgetPrincipal,
  id: string,
): Promise<WidgetRow | null> {
  const found = await db.query<WidgetRow>({
    name: "widget-one",
    text: `${SELECT} where conversation.id = $3`,
    values: [session, asOf, id],
  });
  return found.rows[0] ?? null;
}

const viewOf =
  (hasRelay: boolean) =>
  (row: WidgetRow): WidgetConversation => ({
    id: row.id,
    status: row.status,
    revision: row.revision,
    lastSeq: row.seq,
    readUpTo: row.read_up_to,
    unread: row.unread,
    agentsReadUpTo: row.agents_read_up_to,
    deliveredUpTo: row.delivered_up_to,
    ...takenBy(row),
    displayName: row.display_name,
    address:
      row.address === null || row.address_state === null
        ? null
        : // An address that gets no mail gets none either when the stop is lifted.
          { email: row.address, state: row.stopped && row.address_state !== "bounced" ? "stopped" : row.address_state },
    mailLeaves: hasWayOut({
      hasRelay,
      hasTrouble: row.relay_trouble,
      continuityOn: row.continuity_on,
      prerequisiteLostAt: row.prerequisite_lost_at,
      lastChannel: row.last_end_user_channel,
    }),
    createdAt: row.created_at,
    lastMessageAt: row.last_message_at,
    last: row.last,
    joined: row.joined,
  });
