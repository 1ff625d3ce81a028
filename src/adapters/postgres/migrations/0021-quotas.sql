-- What somebody has uploaded in a day, and what all files weigh, is told by an index.
create index attachment_by_owner on attachment (owner_id, created_at) include (size) where owner_id is not null;
create index attachment_weights on attachment (size);
