-- Which link opened what (ADR 0022): a link to an address that nobody has proved shows what was mailed and what follows,
-- and whoever takes it back ends everything that came of it.
-- The oldest code that may still run on it: this one, since older code opens what was taken back.
alter table mail_link
  -- The first message that it opens in its conversation.
  add column first_seq integer not null default 1 check (first_seq > 0);
create index mail_link_of_conversation on mail_link (conversation_id);
create index mail_link_to on mail_link (lower(recipient)) where recipient is not null;

-- What was mailed to an address that is not proved opens from the first reply that was mailed there.
update mail_link set first_seq = mailed.first
from (select conversation_id, recipient, min(seqs[1]) as first from delivery group by conversation_id, recipient) as mailed
  join conversation on conversation.id = mailed.conversation_id
where mail_link.purpose = 'resume' and mail_link.conversation_id = mailed.conversation_id
  and mail_link.recipient = mailed.recipient
  and not (conversation.address_state = 'proved' and lower(conversation.address) = lower(mailed.recipient));

-- By which link a session was opened; null: by itself. No reference: a link that is forgotten leaves the session its end.
alter table widget_session add column link bytea;
create index widget_session_by_link on widget_session (link) where link is not null;

-- Nobody knows by which link the sessions of before came in: those people open theirs again.
update widget_session set revoked_at = (select max(applied_at) from schema_version)
where revoked_at is null and id in (select session_id from session_conversation where via = 'link')
  and id not in (select session_id from session_conversation where via <> 'link');
delete from session_conversation where via = 'link';

-- One grant a link: what one of them gave stays where another is taken back.
alter table session_conversation
  drop constraint session_conversation_pkey,
  add column link bytea references mail_link on delete cascade,
  add column expires_at instant,
  add constraint session_conversation_check check ((via = 'link') = (link is not null)),
  add constraint session_conversation_check1 check ((link is null) = (expires_at is null)),
  add constraint session_conversation_once unique nulls not distinct (session_id, conversation_id, link);
create index session_conversation_by_link on session_conversation (link) where link is not null;
