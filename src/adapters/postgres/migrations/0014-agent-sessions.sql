-- A team member's sessions as they read them in their list: from what device and network, and when last used, since a session
-- that nobody uses ends. What was open before is closed: of it nothing of this is known, and everybody signs in once more.
delete from agent_session;
alter table agent_session
  add column id uuid not null,
  add column last_used_at instant not null,
  add column network text,
  add column user_agent text,
  add constraint agent_session_id_key unique (id);
create index agent_session_by_agent on agent_session (agent_id);
