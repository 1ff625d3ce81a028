-- What the site says of a conversation beside its tags, and how it calls it; null: it does not. Nobody has proved either.
alter table conversation add column metadata jsonb not null default '{}';
alter table conversation add column display_name text;
