-- By how many milliseconds the clock of its machine is ahead of the time that counts; 0: as far as it matters it is right.
alter table process add column clock_ahead bigint not null default 0;
