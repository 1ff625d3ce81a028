-- Keys that sign mail (DKIM), one pair of selectors a domain so that a key can be replaced without a gap.
create table dkim_key (
  domain text not null check (domain = lower(domain)),
  selector text not null,
  -- PKCS 8, DER; wrapped as the signing keys are.
  private_key bytea not null,
  wrapped boolean not null,
  -- What the DNS record publishes: SubjectPublicKeyInfo, base64.
  public_key text not null,
  state text not null check (state in ('prepared', 'active', 'retired')),
  made_at instant not null,
  primary key (domain, selector)
);
create unique index dkim_key_one_active on dkim_key (domain) where state = 'active';
create unique index dkim_key_one_prepared on dkim_key (domain) where state = 'prepared';

-- Mails that a support address sent to itself, and what became of each.
create table self_test_probe (
  id uuid primary key,
  run_id uuid not null,
  support_address_id uuid not null references support_address on delete cascade,
  route text not null check (route in ('plain', 'plus', 'reply-domain')),
  recipient text not null,
  started_at instant not null,
  -- What the next server said; null: not asked yet.
  outcome text check (outcome in ('accepted', 'deferred', 'refused', 'ambiguous')),
  reply text,
  received_at instant,
  -- What DKIM said when it arrived: pass, none, fail …
  signature text,
  -- Why it came back; null: it did not.
  bounced text,
  unique (run_id, route)
);
create index self_test_by_address on self_test_probe (support_address_id, started_at desc);

-- The account's own words in continuity mails; what is absent is as shipped.
create table mail_template (
  locale text primary key,
  texts jsonb not null,
  changed_at instant not null
);

-- Constant for a conversation, whatever becomes of the template: mail programs thread by it.
alter table delivery add column subject text;
-- Held back for the sake of the recipient's domain; null: it is not.
alter table delivery add column not_before instant;
create index delivery_by_recipient on delivery (recipient, created_at);

-- Domains whose servers asked us to slow down.
create table domain_pace (
  domain text primary key check (domain = lower(domain)),
  not_before instant not null,
  -- How often in a row it asked.
  step integer not null check (step > 0),
  because text not null
);
