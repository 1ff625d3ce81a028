-- A page of the workspace that is open. Whoever has none is offline, whatever they chose, and whoever has left all of theirs
-- alone for long is away (product.md §9.7). A lease, as connections of visitors are; it ends with its session.
create table desk (
  id uuid primary key,
  agent_id uuid not null references agent on delete cascade,
  session_id uuid not null references agent_session (id) on delete cascade,
  until instant not null,
  is_idle boolean not null
);
create index desk_by_agent on desk (agent_id);
create index desk_by_session on desk (session_id);
