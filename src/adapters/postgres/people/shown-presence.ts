/**
 * How a team member is shown to others, of a row of `agent`: as they chose while a page of theirs is open; offline without
 * one; away rather than online where nobody has touched any of them for long (product.md §9.7).
 */
export const SHOWN_PRESENCE = `case
  when not exists (select 1 from desk where desk.agent_id = agent.id) then 'offline'
  when agent.presence = 'online' and not exists (select 1 from desk where desk.agent_id = agent.id and not is_idle) then 'away'
  else agent.presence end`;
