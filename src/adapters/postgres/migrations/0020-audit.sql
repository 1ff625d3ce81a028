-- Who did what to who gets in and to how the product behaves, written by the transaction that did it. Nothing is referenced:
-- an event outlives whom it tells of, under the name that they had. `was` and `became` hold what changed and nothing else.
create table audit_event (
  id bigint generated always as identity primary key,
  at instant not null,
  actor_id uuid,
  actor_name text,
  kind text not null,
  subject_id text,
  subject text,
  was jsonb,
  became jsonb,
  network text
);
create index audit_event_by_at on audit_event (at, id);
create index audit_event_by_kind on audit_event (kind, at, id);
