-- The tables of the product. Instants are UTC milliseconds given by the application's clock: now() appears nowhere.
create domain instant as bigint check (value >= 0);

-- The business that runs this installation: one row.
create table account (
  id smallint primary key default 1 check (id = 1),
  name text not null check (name <> ''),
  time_zone text not null,
  default_locale text not null,
  locales text[] not null check (cardinality(locales) > 0),
  agent_workspace_on boolean not null default true,
  continuity_on boolean not null default false,
  -- Replies written before this are never mailed by the rule (product.md §7.3); null: never switched on.
  continuity_on_since instant,
  -- Since when a prerequisite of the switch has been missing; null: none is.
  prerequisite_lost_at instant,
  delays jsonb not null,
  close_after_days integer not null default 4 check (close_after_days between 1 and 28)
);

-- Master keys, from which the keys for each purpose are derived. The newest signs; all verify.
create table signing_key (
  id smallint primary key,
  secret bytea not null,
  -- True: encrypted with ARIANE_SECRET.
  wrapped boolean not null,
  made_at instant not null
);

create table brand (
  id uuid primary key,
  name text not null check (name <> ''),
  is_default boolean not null,
  messaging_on boolean not null default true,
  colour text not null check (colour ~ '^#[0-9a-f]{6}$'),
  greeting text,
  privacy_url text,
  allowed_origins text[] not null default '{}'
);
create unique index brand_one_default on brand (is_default) where is_default;

create table support_address (
  id uuid primary key,
  brand_id uuid not null references brand,
  address text not null check (address = lower(address)),
  is_default boolean not null
);
create unique index support_address_once on support_address (address);
create unique index support_address_one_default on support_address (brand_id) where is_default;

create table agent (
  id uuid primary key,
  name text not null check (name <> ''),
  email text not null check (email = lower(email)),
  password_hash text not null,
  role text not null check (role in ('admin', 'agent', 'light-agent')),
  chat_access boolean not null,
  active boolean not null default true,
  presence text not null default 'offline' check (presence in ('online', 'away', 'offline')),
  locale text not null,
  created_at instant not null,
  check (not (role = 'light-agent' and chat_access))
);
create unique index agent_email_once on agent (email);

create table agent_session (
  token_hash bytea primary key,
  agent_id uuid not null references agent on delete cascade,
  created_at instant not null,
  expires_at instant not null
);

create table end_user (
  id uuid primary key,
  name text,
  -- Set by a signed identity; an address is no identity.
  external_id text unique,
  email_verified boolean not null default false,
  locale text not null,
  locale_source text not null check (locale_source in ('identity', 'widget', 'browser', 'mail', 'account', 'hand')),
  time_zone text,
  suspended_at instant,
  created_at instant not null
);

create table widget_session (
  id uuid primary key,
  token_hash bytea not null unique,
  end_user_id uuid not null references end_user on delete cascade,
  brand_id uuid not null references brand,
  created_at instant not null,
  last_used_at instant not null,
  expires_at instant not null,
  revoked_at instant
);

create table conversation (
  id uuid primary key,
  brand_id uuid not null references brand,
  end_user_id uuid not null references end_user,
  status text not null check (status in ('new', 'open', 'pending', 'on-hold', 'solved', 'closed')),
  origin text not null check (origin in ('messaging', 'email')),
  assignee_id uuid references agent,
  queued_at instant,
  served_at instant,
  seq integer not null default 0 check (seq >= 0),
  revision integer not null default 0 check (revision >= 0),
  read_up_to integer not null default 0,
  read_at instant,
  agents_read_up_to integer not null default 0,
  attention_at instant,
  last_end_user_channel text check (last_end_user_channel in ('messaging', 'email')),
  last_end_user_at instant,
  last_mail_at instant,
  last_message_at instant not null,
  address text,
  address_state text check (address_state in ('unproved', 'proved', 'bounced')),
  address_given_at instant,
  address_reason text,
  open_form_seq integer,
  stopped_at instant,
  page_url text,
  tags text[] not null default '{}',
  -- The rule's last answer, as data for a sentence; rewritten whenever it is asked.
  continuity jsonb not null default '{"kind":"skip","until":null,"because":"nothing-waiting","leftAt":null,"missing":null}',
  -- The session and client id that began it: a resend finds it instead of starting a second.
  started_by uuid references widget_session,
  start_client_id text,
  follow_up_of uuid references conversation,
  solved_at instant,
  created_at instant not null,
  check (read_up_to <= seq),
  check ((address is null) = (address_state is null)),
  check (assignee_id is null or queued_at is null),
  unique (started_by, start_client_id)
);
create index conversation_by_activity on conversation (last_message_at desc, id desc);
create index conversation_by_end_user on conversation (end_user_id);
create index conversation_queue on conversation (queued_at) where queued_at is not null;
create index conversation_by_assignee on conversation (assignee_id, last_message_at desc) where assignee_id is not null;
create index conversation_by_address on conversation (address) where address is not null;

-- Which conversations a browser session may open (product.md §5.1): those it began, those named by a redeemed link.
create table session_conversation (
  session_id uuid not null references widget_session on delete cascade,
  conversation_id uuid not null references conversation on delete cascade,
  via text not null check (via in ('started', 'link', 'identity')),
  primary key (session_id, conversation_id)
);
create index session_conversation_by_conversation on session_conversation (conversation_id);

-- One mail to one recipient: the outbox.
create table delivery (
  id uuid primary key,
  conversation_id uuid not null references conversation on delete cascade,
  recipient text not null,
  -- Without angle brackets. Keyed, made before the first try, never reused.
  message_id text not null unique,
  state text not null check (state in
    ('queued', 'sending', 'accepted', 'deferred', 'ambiguous', 'refused', 'cancelled', 'bounced')),
  because text,
  -- What it carries, and what was to go: the rest waits for the next mail.
  seqs integer[] not null check (cardinality(seqs) > 0),
  wanted integer[] not null,
  -- What it carries, hashed: a retry that would say something else is another mail.
  fingerprint text not null,
  -- The bytes, frozen when the first DATA begins.
  raw bytea,
  sent_text text,
  send_now boolean not null default false,
  attempts integer not null default 0,
  first_attempt_at instant,
  created_at instant not null,
  settled_at instant
);
create index delivery_by_conversation on delivery (conversation_id, created_at);
-- One mail in flight per conversation: the rule waits for its outcome.
create unique index delivery_one_in_flight on delivery (conversation_id)
  where state in ('queued', 'sending', 'deferred', 'ambiguous');

create table delivery_attempt (
  delivery_id uuid not null references delivery on delete cascade,
  number integer not null,
  started_at instant not null,
  ended_at instant,
  outcome text check (outcome in ('accepted', 'deferred', 'refused', 'ambiguous')),
  code integer,
  reply text,
  primary key (delivery_id, number)
);

-- A mail that came in. The raw bytes are committed before the sender hears 250.
create table inbound_mail (
  id uuid primary key,
  received_at instant not null,
  door text not null check (door in ('smtp', 'lmtp', 'imap', 'webhook')),
  envelope_from text,
  recipients text[] not null,
  remote_address text,
  helo text,
  state text not null check (state in ('stored', 'posted', 'recorded', 'triage', 'ignored', 'duplicate')),
  verdict text,
  because text,
  -- Recipient token and Message-ID, or a hash; held unique so that a repeat posts nothing.
  dedupe_key text unique,
  conversation_id uuid references conversation on delete set null,
  delivery_id uuid references delivery on delete set null,
  from_address text,
  subject text
);
create index inbound_mail_triage on inbound_mail (received_at) where state = 'triage';
create table raw_mail (
  inbound_mail_id uuid primary key references inbound_mail on delete cascade,
  raw bytea not null
);
-- Raw mail is compressed by its senders or small: spare the processor.
alter table raw_mail alter column raw set storage external;

create table message (
  conversation_id uuid not null references conversation on delete cascade,
  seq integer not null check (seq > 0),
  id uuid not null,
  revision integer not null,
  author_kind text not null check (author_kind in ('end-user', 'agent', 'system')),
  author_id uuid,
  author_name text,
  trigger_id uuid,
  channel text not null check (channel in ('messaging', 'email')),
  visibility text not null check (visibility in ('public', 'note')),
  body text not null,
  form jsonb,
  cut text,
  client_id text,
  posted_at instant not null,
  edited_at instant,
  deleted_at instant,
  fate text check (fate in ('waiting', 'withheld', 'mailed', 'bounced', 'answered', 'read')),
  fate_at instant,
  fate_because text,
  mailed_at instant,
  delivery_id uuid references delivery on delete set null,
  inbound_mail_id uuid references inbound_mail on delete set null,
  another_sender text,
  primary key (conversation_id, seq),
  check ((fate is null) = (not (author_kind = 'agent' and visibility = 'public'))),
  check ((fate is null) = (fate_at is null))
);
-- The sender's id of a message: a resend is not a second message.
create unique index message_client_once on message (conversation_id, author_id, client_id) where client_id is not null;
create index message_by_revision on message (conversation_id, revision);
create index message_open_replies on message (conversation_id, seq)
  where fate in ('waiting', 'withheld', 'mailed', 'bounced') and deleted_at is null;
create unique index message_of_mail_once on message (inbound_mail_id) where inbound_mail_id is not null;

-- An agent's own read line and draft.
create table agent_mark (
  agent_id uuid not null references agent on delete cascade,
  conversation_id uuid not null references conversation on delete cascade,
  read_up_to integer not null default 0,
  draft text not null default '',
  draft_visibility text not null default 'public' check (draft_visibility in ('public', 'note')),
  primary key (agent_id, conversation_id)
);

-- Work that was committed with the change that caused it. The key makes a wake move the job instead of adding one.
create table job (
  id uuid primary key,
  kind text not null,
  key text not null,
  payload jsonb not null default '{}',
  -- While leased: the end of the lease, so that a crash brings it back by itself.
  due_at instant not null,
  lease_until instant,
  lease_token uuid,
  -- Raised by every wake: a wake during a run is not lost.
  version integer not null default 0,
  attempts integer not null default 0,
  dead_at instant,
  last_error text,
  unique (kind, key)
);
create index job_due on job (due_at) where dead_at is null;

-- A live socket of an end user. Renewed every 20 s, lapsing by itself.
create table connection (
  id uuid primary key,
  session_id uuid not null references widget_session on delete cascade,
  opened_at instant not null,
  until instant not null,
  closed_at instant
);
create index connection_by_session on connection (session_id);

-- Processes of this installation that are alive, and since when one has been without a break.
create table process (
  id uuid primary key,
  started_at instant not null,
  until instant not null
);
create table uptime (
  id smallint primary key default 1 check (id = 1),
  since instant not null
);

create table trigger (
  id uuid primary key,
  key text unique check (key in ('request-email', 'away-message')),
  name text,
  description text,
  active boolean not null,
  once_per_conversation boolean not null,
  position integer not null,
  event text not null check (event in
    ('conversation-requested', 'message-sent', 'added-to-queue', 'assigned-from-queue')),
  all_conditions jsonb not null default '[]',
  any_conditions jsonb not null default '[]',
  actions jsonb not null,
  changed_at instant not null
);
create index trigger_active on trigger (event, position) where active;

create table trigger_firing (
  id uuid primary key,
  trigger_id uuid not null references trigger on delete cascade,
  conversation_id uuid not null references conversation on delete cascade,
  event_seq integer not null,
  at instant not null,
  outcome text not null check (outcome in ('fired', 'condition-failed', 'withheld', 'already-fired', 'inactive')),
  because text,
  unique (trigger_id, conversation_id, event_seq)
);
create index trigger_firing_log on trigger_firing (trigger_id, at desc);

-- What the links of a mail stand for. Only the hash of the token is kept.
create table mail_link (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('resume', 'stop', 'not-me')),
  conversation_id uuid not null references conversation on delete cascade,
  created_at instant not null,
  -- Null: never; whoever wants no mail may say so years later.
  expires_at instant,
  revoked_at instant
);

-- An address that we no longer mail, with the reason and the date.
create table suppression (
  address text primary key,
  because text not null check (because in ('bounced', 'complained', 'not-me')),
  detail text,
  at instant not null
);

-- Windows of rate limits, shared by all processes. Losing them in a crash costs nothing.
create unlogged table rate_window (
  key text primary key,
  opened_at bigint not null,
  used integer not null
);
