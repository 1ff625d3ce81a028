-- What is old is found by an index, a slice at a time (ADR 0023).

-- The bytes go by themselves; the mail's row stays.
alter table raw_mail add column stored_at instant;
update raw_mail set stored_at = inbound_mail.received_at from inbound_mail where id = inbound_mail_id;
alter table raw_mail alter column stored_at set not null;
create index raw_mail_by_date on raw_mail (stored_at);

-- Who began a conversation is remembered longer than the session: deleting that must not touch the conversation.
alter table conversation drop constraint conversation_started_by_fkey;
create index widget_session_by_end on widget_session (least(expires_at, revoked_at));
create index widget_session_by_end_user on widget_session (end_user_id);

create index agent_session_by_end on agent_session (expires_at);
create index mail_link_by_end on mail_link (expires_at) where expires_at is not null;
create index mail_link_of_file on mail_link (attachment_id) where attachment_id is not null;
create index password_reset_by_end on password_reset (expires_at);
create index connection_closed on connection (closed_at) where closed_at is not null;
create index rate_window_by_date on rate_window (opened_at);
create index delivery_attempt_by_date on delivery_attempt (started_at);
create index trigger_firing_by_date on trigger_firing (at);
