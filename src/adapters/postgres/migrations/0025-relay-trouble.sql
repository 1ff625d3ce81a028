-- The relay does not take mail, for a reason of its own: since when, and what it said last. No row: it does.
create table relay_trouble (
  id integer primary key default 1 check (id = 1),
  since instant not null,
  last_at instant not null,
  said text not null
);

-- The last attempt failed by the relay: tried again as soon as it is well.
alter table delivery add column relay_failed boolean not null default false;
create index delivery_relay_failed on delivery (created_at) where relay_failed;
