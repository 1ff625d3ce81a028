-- Tokens that signed nobody in, so that an admin sees why. The oldest code that may run on this is that of migration 0033.
create table identity_refusal (
  brand_id uuid not null references brand (id),
  -- Empty: the token named no key.
  kid text not null,
  reason text not null,
  at instant not null,
  primary key (brand_id, kid, reason)
);
