-- Mail that leaves has places of its own at a worker; each lane finds its next job by an index of its own. Whose lease it
-- is: where that process lapses, its jobs need not wait for the end of the lease. Older code may go on running on it.
alter table job add column leased_by uuid;
create index job_due_house on job (due_at) where dead_at is null and kind not in ('deliver-mail', 'self-test');
create index job_due_post on job (due_at) where dead_at is null and kind in ('deliver-mail', 'self-test');
drop index job_due;
create index job_leased on job (leased_by) where leased_by is not null;
-- The bytes wait for minutes and leave once: not worth compressing.
alter table delivery alter column raw set storage external;
