-- A file is stored as it comes, a slice at a time; what is not here whole yet is taken by no message.
-- The oldest code that may still run on it: the one of 0006; it reads nothing of files that came in slices.
alter table attachment add column is_whole boolean not null default true;
alter table attachment_bytes add column slice integer not null default 0 check (slice >= 0);
alter table attachment_bytes drop constraint attachment_bytes_pkey;
alter table attachment_bytes add primary key (attachment_id, slice);
