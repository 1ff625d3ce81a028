import type { FiringView, Trigger } from "../../../../contract/triggers/triggers.ts";
import type { TriggerId } from "../../../domain/ids.ts";
import type { TriggerQueries } from "../../../ports/queries/trigger-queries.ts";
import type { Pool } from "../pool.ts";

const LOG_AT_MOST = 200;

export const triggerQueries = (pool: Pool): TriggerQueries => ({
  list: () => triggers(pool),
  log: (_admin, id) => triggerLog(pool, id),
});

async function triggers(pool: Pool): Promise<readonly Trigger[]> {
  const found = await pool.query<Omit<Trigger, "flaggedUnused"> & { continuity_on: boolean }>(
    `select trigger.id, key, trigger.name, description, active, once_per_conversation as "oncePerConversation", position,
       event, all_conditions as "all", any_conditions as "any", actions, changed_at as "changedAt", continuity_on
     from trigger, account order by position, trigger.id`,
  );
  return found.rows.map(({ continuity_on: isOn, ...trigger }) => ({
    ...trigger,
    flaggedUnused: trigger.key === "request-email" && trigger.active && !isOn,
  }));
}

async function triggerLog(pool: Pool, id: TriggerId): Promise<readonly FiringView[] | null> {
  const known = await pool.query("select 1 from trigger where id = $1", [id]);
  if (known.rowCount === 0) return null;
  const found = await pool.query<FiringView>(
    `select conversation_id as "conversationId", at, outcome, because
     from trigger_firing where trigger_id = $1 order by at desc, id desc limit ${LOG_AT_MOST}`,
    [id],
  );
  return found.rows;
}
