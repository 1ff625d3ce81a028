-- How long conversations waited until somebody took them up, at an hour of a day (product.md §10.2).
create index conversation_taken_up on conversation (created_at) where served_at is not null;
