-- Files of messages. A message holds what is said of its files; the bytes are apart, read in slices.
-- A file without a conversation was uploaded and waits for its message; what waits too long is forgotten.
-- The oldest code that may still run on it: the one of 0001.
create table attachment (
  id uuid primary key,
  conversation_id uuid,
  seq integer,
  -- The browser session or the agent that uploaded it; null: it came by mail.
  owner_id uuid,
  name text not null check (name <> ''),
  type text not null,
  size integer not null check (size >= 0),
  width integer,
  height integer,
  created_at instant not null,
  foreign key (conversation_id, seq) references message on delete cascade,
  check ((conversation_id is null) = (seq is null)),
  check ((width is null) = (height is null))
);
create index attachment_of_message on attachment (conversation_id, seq) where conversation_id is not null;
create index attachment_waiting on attachment (owner_id, created_at) where conversation_id is null;

create table attachment_bytes (
  attachment_id uuid primary key references attachment on delete cascade,
  bytes bytea not null
);
-- Not compressed: most files are already, and a slice is then read without the rest.
alter table attachment_bytes alter column bytes set storage external;

alter table message add column attachments jsonb not null default '[]';

-- A file too large for the mail that carries its message.
alter table mail_link add column attachment_id uuid references attachment on delete cascade;
alter table mail_link drop constraint mail_link_purpose_check;
alter table mail_link add constraint mail_link_purpose_check check (purpose in ('resume', 'stop', 'not-me', 'file'));
