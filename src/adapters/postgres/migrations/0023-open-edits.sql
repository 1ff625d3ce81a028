-- Since when its author has a message open for editing: as long as that may last, no mail takes it along.
alter table message add column editing_since instant;
