-- Business hours: schedules, the account's, and brands that have others. The oldest code that may run on this is that of
-- migration 0031: it knows no hours, and takes the team for there at every hour.
create table schedule (
  id uuid primary key,
  name text not null check (name <> ''),
  time_zone text not null,
  week jsonb not null,
  holidays jsonb not null,
  version integer not null check (version > 0)
);

-- Null: open at every hour.
alter table account add column schedule_id uuid references schedule (id);

-- Without hours of its own the account's hold; own hours and no schedule: open at every hour.
alter table brand
  add column own_hours boolean not null default false,
  add column schedule_id uuid references schedule (id),
  add constraint brand_schedule_check check (own_hours or schedule_id is null);
