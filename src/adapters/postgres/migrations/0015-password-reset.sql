-- Links that choose a new password: once, for a while, kept hashed. Mail about them has its place among what leaves.
create table password_reset (
  token_hash bytea primary key,
  agent_id uuid not null references agent (id) on delete cascade,
  created_at instant not null,
  expires_at instant not null
);
create index password_reset_agent on password_reset (agent_id);
drop index job_due_house;
drop index job_due_post;
create index job_due_house on job (due_at)
  where dead_at is null and kind not in ('deliver-mail', 'self-test', 'mail-password-reset');
create index job_due_post on job (due_at)
  where dead_at is null and kind in ('deliver-mail', 'self-test', 'mail-password-reset');
