-- What our next mail names in References, so that a mail program shows one thread. Null: it came without one, or before
-- this. Older code may go on running on it.
alter table inbound_mail add column message_id text;
