-- Another sender's message that an agent has shown to the end user keeps the address that it came from.
-- Mail in triage is read in a list: who wrote it and how it begins are kept beside the raw bytes.
-- The oldest code that may still run on it: the one of 0001.
alter table message add column shown_from text;
alter table inbound_mail add column from_name text;
alter table inbound_mail add column preview text;
