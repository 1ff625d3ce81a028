-- Whom a link was written to: *This wasn't me* speaks for that address, not for one that was given later.
-- Null: written before this. The oldest code that may still run on it: the one of 0001.
alter table mail_link add column recipient text;
