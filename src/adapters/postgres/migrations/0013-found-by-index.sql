-- What is asked at every mail, at every change of a list and by the health page is found without reading a table whole.
-- Older code may go on running on it.

-- How many of a conversation's mails were posted, and how many were one too many.
create index inbound_mail_of_conversation on inbound_mail (conversation_id, received_at) where conversation_id is not null;
drop index inbound_mail_by_conversation;

-- The lists of what is not finished, newest first, and their counts.
create index conversation_unfinished on conversation (last_message_at desc, id desc) include (assignee_id, queued_at)
  where status not in ('solved', 'closed') and not muted;

create index job_dead on job (dead_at) where dead_at is not null;

-- The last day and the last week: rows stand in about the order in which they came, so a summary a block is enough.
create index message_by_date on message using brin (posted_at) with (autosummarize = on);
create index delivery_by_date on delivery using brin (created_at, settled_at) with (autosummarize = on);
