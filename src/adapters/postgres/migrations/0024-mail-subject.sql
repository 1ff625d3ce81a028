-- What a conversation that began by mail is about, without the marks of answers; null: it began in the widget, or the
-- mail says nothing. And who else was written to: agents see them.
alter table conversation add column subject text;
alter table inbound_mail add column copied_to text[] not null default '{}';
update conversation set subject = nullif(btrim(left(btrim(
    regexp_replace(inbound_mail.subject, '^(\s*(re|aw|antw|sv|rép|rif|res|odp|ynt|رد|回复|回覆|返信|답장)\s*(\[\d+\])?\s*[:：])+', '', 'i')), 200)), '')
  from inbound_mail
  where inbound_mail.conversation_id = conversation.id and conversation.origin = 'email'
    and inbound_mail.state = 'posted' and inbound_mail.because in ('new-conversation', 'begun-by-agent');
