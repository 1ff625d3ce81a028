-- How far a mailbox has been read over IMAP, and by which process. Code without that door may go on running on it.
create table mailbox (
  -- user@host/folder
  name text primary key,
  -- The cursor (RFC 9051 §2.3.1.1); null: never opened yet.
  uid_validity bigint,
  last_uid bigint not null default 0,
  -- Mail that came into the mailbox before this is left alone, whatever its UID.
  since instant not null default 0,
  -- When last nothing was left to take.
  complete_at instant not null default 0,
  -- The mail that could not be fetched, and how often.
  failing_uid bigint,
  failures integer not null default 0,
  -- The one process that reads it.
  holder uuid,
  held_until instant
);
