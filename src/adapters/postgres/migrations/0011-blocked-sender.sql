-- Whom agents have blocked: a person, with or without the address they write from, or an address or domain alone.
-- What a blocked person writes in the widget is kept, muted: they alone see it, until the block is lifted.
-- The oldest code that may still run on it: this one, since older code shows agents what is muted.
create table blocked_sender (
  id uuid primary key,
  end_user_id uuid unique references end_user on delete cascade,
  -- An address, or @ and a domain.
  sender text unique check (sender = lower(sender)),
  because text not null check (because in ('suspended', 'spam', 'by-hand')),
  blocked_by uuid references agent,
  at instant not null,
  check (num_nonnulls(end_user_id, sender) > 0)
);

insert into blocked_sender (id, end_user_id, because, at)
select id, id, 'suspended', suspended_at from end_user where suspended_at is not null;
alter table end_user drop column suspended_at;

alter table message drop constraint message_visibility_check;
alter table message add constraint message_visibility_check check (visibility in ('public', 'note', 'muted'));

alter table conversation add column muted boolean not null default false;

create index inbound_mail_blocked on inbound_mail (lower(from_address)) where state = 'ignored' and because = 'blocked-sender';
