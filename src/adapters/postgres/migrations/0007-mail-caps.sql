-- The caps on incoming mail count by these; without them each mail reads all that ever came. Older code may go on running on it.
create index inbound_mail_by_conversation on inbound_mail (conversation_id, received_at) where state = 'posted';
create index inbound_mail_begun on inbound_mail (lower(from_address), received_at) where because = 'new-conversation';
