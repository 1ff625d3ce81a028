-- Keys with which a brand's site signs who somebody is. `material`: the secret, sealed, or the public key; empty once ended.
create table identity_key (
  id uuid primary key,
  brand_id uuid not null references brand (id),
  kid text not null check (kid <> ''),
  algorithm text not null check (algorithm in ('HS256', 'RS256', 'EdDSA')),
  material bytea not null,
  wrapped boolean not null,
  made_at instant not null,
  last_used_at instant,
  ended_at instant,
  check ((length(material) = 0) = (ended_at is not null))
);
create unique index identity_key_active on identity_key (brand_id, kid) where ended_at is null;

-- What the site said last of a person whom it names.
alter table end_user add column email text;
create index end_user_by_mailbox on end_user (lower(email)) where email_verified;

-- The key that signed this session in; null: it is anonymous, or came by a link.
alter table widget_session add column signed_by uuid references identity_key (id);
create index widget_session_by_key on widget_session (signed_by) where signed_by is not null;

-- A verified address finds what it began by mail.
create index conversation_by_mailbox on conversation (lower(address)) where address is not null and origin = 'email';
