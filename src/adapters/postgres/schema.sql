-- The tables as all migrations together leave them: to be read, and compared by a test. Never run.
-- Printed from pg_catalog by `node scripts/print-schema.ts > src/adapters/postgres/schema.sql`.

create domain instant as bigint CHECK ((VALUE >= 0));

create table account (
  id smallint not null default 1,
  name text not null,
  time_zone text not null,
  default_locale text not null,
  locales text[] not null,
  agent_workspace_on boolean not null default true,
  continuity_on boolean not null default false,
  continuity_on_since instant,
  prerequisite_lost_at instant,
  delays jsonb not null,
  close_after_days integer not null default 4,
  is_demo boolean not null default false,
  schedule_id uuid,
  constraint account_close_after_days_check CHECK (((close_after_days >= 1) AND (close_after_days <= 28))),
  constraint account_id_check CHECK ((id = 1)),
  constraint account_locales_check CHECK ((cardinality(locales) > 0)),
  constraint account_name_check CHECK ((name <> ''::text)),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES schedule(id)
);

create table agent (
  id uuid not null,
  name text not null,
  email text not null,
  password_hash text not null,
  role text not null,
  chat_access boolean not null,
  active boolean not null default true,
  presence text not null default 'offline'::text,
  locale text not null,
  created_at instant not null,
  photo text,
  public_name text,
  constraint agent_check CHECK ((NOT ((role = 'light-agent'::text) AND chat_access))),
  constraint agent_email_check CHECK ((email = lower(email))),
  constraint agent_name_check CHECK ((name <> ''::text)),
  constraint agent_photo_fkey FOREIGN KEY (photo) REFERENCES picture(hash),
  constraint agent_pkey PRIMARY KEY (id),
  constraint agent_presence_check CHECK ((presence = ANY (ARRAY['online'::text, 'away'::text, 'offline'::text]))),
  constraint agent_public_name_check CHECK ((public_name <> ''::text)),
  constraint agent_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'agent'::text, 'light-agent'::text])))
);

create table agent_mark (
  agent_id uuid not null,
  conversation_id uuid not null,
  read_up_to integer not null default 0,
  draft text not null default ''::text,
  draft_visibility text not null default 'public'::text,
  constraint agent_mark_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id) ON DELETE CASCADE,
  constraint agent_mark_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE,
  constraint agent_mark_draft_visibility_check CHECK ((draft_visibility = ANY (ARRAY['public'::text, 'note'::text]))),
  constraint agent_mark_pkey PRIMARY KEY (agent_id, conversation_id)
);

create table agent_session (
  token_hash bytea not null,
  agent_id uuid not null,
  created_at instant not null,
  expires_at instant not null,
  id uuid not null,
  last_used_at instant not null,
  network text,
  user_agent text,
  constraint agent_session_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id) ON DELETE CASCADE,
  constraint agent_session_id_key UNIQUE (id),
  constraint agent_session_pkey PRIMARY KEY (token_hash)
);

create table attachment (
  id uuid not null,
  conversation_id uuid,
  seq integer,
  owner_id uuid,
  name text not null,
  type text not null,
  size integer not null,
  width integer,
  height integer,
  created_at instant not null,
  is_whole boolean not null default true,
  constraint attachment_check CHECK (((conversation_id IS NULL) = (seq IS NULL))),
  constraint attachment_check1 CHECK (((width IS NULL) = (height IS NULL))),
  constraint attachment_conversation_id_seq_fkey FOREIGN KEY (conversation_id, seq) REFERENCES message(conversation_id, seq) ON DELETE CASCADE,
  constraint attachment_name_check CHECK ((name <> ''::text)),
  constraint attachment_pkey PRIMARY KEY (id),
  constraint attachment_size_check CHECK ((size >= 0))
);

create table attachment_bytes (
  attachment_id uuid not null,
  bytes bytea storage external not null,
  slice integer not null default 0,
  constraint attachment_bytes_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachment(id) ON DELETE CASCADE,
  constraint attachment_bytes_pkey PRIMARY KEY (attachment_id, slice),
  constraint attachment_bytes_slice_check CHECK ((slice >= 0))
);

create table audit_event (
  id bigint not null,
  at instant not null,
  actor_id uuid,
  actor_name text,
  kind text not null,
  subject_id text,
  subject text,
  was jsonb,
  became jsonb,
  network text,
  constraint audit_event_pkey PRIMARY KEY (id)
);

create table blocked_sender (
  id uuid not null,
  end_user_id uuid,
  sender text,
  because text not null,
  blocked_by uuid,
  at instant not null,
  constraint blocked_sender_because_check CHECK ((because = ANY (ARRAY['suspended'::text, 'spam'::text, 'by-hand'::text]))),
  constraint blocked_sender_blocked_by_fkey FOREIGN KEY (blocked_by) REFERENCES agent(id),
  constraint blocked_sender_check CHECK ((num_nonnulls(end_user_id, sender) > 0)),
  constraint blocked_sender_end_user_id_fkey FOREIGN KEY (end_user_id) REFERENCES end_user(id) ON DELETE CASCADE,
  constraint blocked_sender_end_user_id_key UNIQUE (end_user_id),
  constraint blocked_sender_pkey PRIMARY KEY (id),
  constraint blocked_sender_sender_check CHECK ((sender = lower(sender))),
  constraint blocked_sender_sender_key UNIQUE (sender)
);

create table brand (
  id uuid not null,
  name text not null,
  is_default boolean not null,
  messaging_on boolean not null default true,
  colour text not null,
  greeting text,
  privacy_url text,
  allowed_origins text[] not null default '{}'::text[],
  messaging_off_since instant,
  look jsonb not null default '{"dark": "page", "faces": "names-and-photos", "launcher": {"icon": "bubble", "side": "end", "texts": {}, "fromSide": 20, "isHidden": false, "fromBottom": 20}, "greetings": {}}'::jsonb,
  own_hours boolean not null default false,
  schedule_id uuid,
  logo text,
  constraint brand_colour_check CHECK ((colour ~ '^#[0-9a-f]{6}$'::text)),
  constraint brand_logo_fkey FOREIGN KEY (logo) REFERENCES picture(hash),
  constraint brand_name_check CHECK ((name <> ''::text)),
  constraint brand_pkey PRIMARY KEY (id),
  constraint brand_schedule_check CHECK ((own_hours OR (schedule_id IS NULL))),
  constraint brand_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES schedule(id)
);

create table connection (
  id uuid not null,
  session_id uuid not null,
  opened_at instant not null,
  until instant not null,
  closed_at instant,
  constraint connection_pkey PRIMARY KEY (id),
  constraint connection_session_id_fkey FOREIGN KEY (session_id) REFERENCES widget_session(id) ON DELETE CASCADE
);

create table conversation (
  id uuid not null,
  brand_id uuid not null,
  end_user_id uuid not null,
  status text not null,
  origin text not null,
  assignee_id uuid,
  queued_at instant,
  served_at instant,
  seq integer not null default 0,
  revision integer not null default 0,
  read_up_to integer not null default 0,
  read_at instant,
  agents_read_up_to integer not null default 0,
  attention_at instant,
  last_end_user_channel text,
  last_end_user_at instant,
  last_mail_at instant,
  last_message_at instant not null,
  address text,
  address_state text,
  address_given_at instant,
  address_reason text,
  open_form_seq integer,
  stopped_at instant,
  page_url text,
  tags text[] not null default '{}'::text[],
  continuity jsonb not null default '{"kind": "skip", "until": null, "leftAt": null, "because": "nothing-waiting", "missing": null}'::jsonb,
  started_by uuid,
  start_client_id text,
  follow_up_of uuid,
  solved_at instant,
  created_at instant not null,
  muted boolean not null default false,
  subject text,
  metadata jsonb not null default '{}'::jsonb,
  display_name text,
  constraint conversation_address_state_check CHECK ((address_state = ANY (ARRAY['unproved'::text, 'proved'::text, 'bounced'::text]))),
  constraint conversation_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES agent(id),
  constraint conversation_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
  constraint conversation_check CHECK ((read_up_to <= seq)),
  constraint conversation_check1 CHECK (((address IS NULL) = (address_state IS NULL))),
  constraint conversation_check2 CHECK (((assignee_id IS NULL) OR (queued_at IS NULL))),
  constraint conversation_end_user_id_fkey FOREIGN KEY (end_user_id) REFERENCES end_user(id),
  constraint conversation_follow_up_of_fkey FOREIGN KEY (follow_up_of) REFERENCES conversation(id),
  constraint conversation_last_end_user_channel_check CHECK ((last_end_user_channel = ANY (ARRAY['messaging'::text, 'email'::text]))),
  constraint conversation_origin_check CHECK ((origin = ANY (ARRAY['messaging'::text, 'email'::text]))),
  constraint conversation_pkey PRIMARY KEY (id),
  constraint conversation_revision_check CHECK ((revision >= 0)),
  constraint conversation_seq_check CHECK ((seq >= 0)),
  constraint conversation_started_by_start_client_id_key UNIQUE (started_by, start_client_id),
  constraint conversation_status_check CHECK ((status = ANY (ARRAY['new'::text, 'open'::text, 'pending'::text, 'on-hold'::text, 'solved'::text, 'closed'::text])))
);

create table delivery (
  id uuid not null,
  conversation_id uuid not null,
  recipient text not null,
  message_id text not null,
  state text not null,
  because text,
  seqs integer[] not null,
  wanted integer[] not null,
  fingerprint text not null,
  raw bytea storage external,
  sent_text text,
  send_now boolean not null default false,
  attempts integer not null default 0,
  first_attempt_at instant,
  created_at instant not null,
  settled_at instant,
  subject text,
  not_before instant,
  relay_failed boolean not null default false,
  constraint delivery_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE,
  constraint delivery_message_id_key UNIQUE (message_id),
  constraint delivery_pkey PRIMARY KEY (id),
  constraint delivery_seqs_check CHECK ((cardinality(seqs) > 0)),
  constraint delivery_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'accepted'::text, 'deferred'::text, 'ambiguous'::text, 'refused'::text, 'cancelled'::text, 'bounced'::text])))
);

create table delivery_attempt (
  delivery_id uuid not null,
  number integer not null,
  started_at instant not null,
  ended_at instant,
  outcome text,
  code integer,
  reply text,
  constraint delivery_attempt_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id) ON DELETE CASCADE,
  constraint delivery_attempt_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'deferred'::text, 'refused'::text, 'ambiguous'::text]))),
  constraint delivery_attempt_pkey PRIMARY KEY (delivery_id, number)
);

create table desk (
  id uuid not null,
  agent_id uuid not null,
  session_id uuid not null,
  until instant not null,
  is_idle boolean not null,
  constraint desk_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id) ON DELETE CASCADE,
  constraint desk_pkey PRIMARY KEY (id),
  constraint desk_session_id_fkey FOREIGN KEY (session_id) REFERENCES agent_session(id) ON DELETE CASCADE
);

create table dkim_key (
  domain text not null,
  selector text not null,
  private_key bytea not null,
  wrapped boolean not null,
  public_key text not null,
  state text not null,
  made_at instant not null,
  constraint dkim_key_domain_check CHECK ((domain = lower(domain))),
  constraint dkim_key_pkey PRIMARY KEY (domain, selector),
  constraint dkim_key_state_check CHECK ((state = ANY (ARRAY['prepared'::text, 'active'::text, 'retired'::text])))
);

create table domain_pace (
  domain text not null,
  not_before instant not null,
  step integer not null,
  because text not null,
  constraint domain_pace_domain_check CHECK ((domain = lower(domain))),
  constraint domain_pace_pkey PRIMARY KEY (domain),
  constraint domain_pace_step_check CHECK ((step > 0))
);

create table end_user (
  id uuid not null,
  name text,
  external_id text,
  email_verified boolean not null default false,
  locale text not null,
  locale_source text not null,
  time_zone text,
  created_at instant not null,
  email text,
  constraint end_user_external_id_key UNIQUE (external_id),
  constraint end_user_locale_source_check CHECK ((locale_source = ANY (ARRAY['identity'::text, 'widget'::text, 'browser'::text, 'mail'::text, 'account'::text, 'hand'::text]))),
  constraint end_user_pkey PRIMARY KEY (id)
);

create table first_admin_code (
  code_hash bytea not null,
  made_at instant not null,
  constraint first_admin_code_pkey PRIMARY KEY (code_hash)
);

create table identity_key (
  id uuid not null,
  brand_id uuid not null,
  kid text not null,
  algorithm text not null,
  material bytea not null,
  wrapped boolean not null,
  made_at instant not null,
  last_used_at instant,
  ended_at instant,
  constraint identity_key_algorithm_check CHECK ((algorithm = ANY (ARRAY['HS256'::text, 'RS256'::text, 'EdDSA'::text]))),
  constraint identity_key_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
  constraint identity_key_check CHECK (((length(material) = 0) = (ended_at IS NOT NULL))),
  constraint identity_key_kid_check CHECK ((kid <> ''::text)),
  constraint identity_key_pkey PRIMARY KEY (id)
);

create table identity_refusal (
  brand_id uuid not null,
  kid text not null,
  reason text not null,
  at instant not null,
  constraint identity_refusal_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
  constraint identity_refusal_pkey PRIMARY KEY (brand_id, kid, reason)
);

create table inbound_mail (
  id uuid not null,
  received_at instant not null,
  door text not null,
  envelope_from text,
  recipients text[] not null,
  remote_address text,
  helo text,
  state text not null,
  verdict text,
  because text,
  dedupe_key text,
  conversation_id uuid,
  delivery_id uuid,
  from_address text,
  subject text,
  from_name text,
  preview text,
  message_id text,
  copied_to text[] not null default '{}'::text[],
  constraint inbound_mail_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE SET NULL,
  constraint inbound_mail_dedupe_key_key UNIQUE (dedupe_key),
  constraint inbound_mail_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id) ON DELETE SET NULL,
  constraint inbound_mail_door_check CHECK ((door = ANY (ARRAY['smtp'::text, 'lmtp'::text, 'imap'::text, 'webhook'::text]))),
  constraint inbound_mail_pkey PRIMARY KEY (id),
  constraint inbound_mail_state_check CHECK ((state = ANY (ARRAY['stored'::text, 'posted'::text, 'recorded'::text, 'triage'::text, 'ignored'::text, 'duplicate'::text])))
);

create table job (
  id uuid not null,
  kind text not null,
  key text not null,
  payload jsonb not null default '{}'::jsonb,
  due_at instant not null,
  lease_until instant,
  lease_token uuid,
  version integer not null default 0,
  attempts integer not null default 0,
  dead_at instant,
  last_error text,
  leased_by uuid,
  constraint job_kind_key_key UNIQUE (kind, key),
  constraint job_pkey PRIMARY KEY (id)
);

create table mail_link (
  token_hash bytea not null,
  purpose text not null,
  conversation_id uuid not null,
  created_at instant not null,
  expires_at instant,
  revoked_at instant,
  recipient text,
  attachment_id uuid,
  first_seq integer not null default 1,
  constraint mail_link_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachment(id) ON DELETE CASCADE,
  constraint mail_link_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE,
  constraint mail_link_first_seq_check CHECK ((first_seq > 0)),
  constraint mail_link_pkey PRIMARY KEY (token_hash),
  constraint mail_link_purpose_check CHECK ((purpose = ANY (ARRAY['resume'::text, 'stop'::text, 'not-me'::text, 'file'::text])))
);

create table mail_template (
  locale text not null,
  texts jsonb not null,
  changed_at instant not null,
  constraint mail_template_pkey PRIMARY KEY (locale)
);

create table mailbox (
  name text not null,
  uid_validity bigint,
  last_uid bigint not null default 0,
  since instant not null default 0,
  complete_at instant not null default 0,
  failing_uid bigint,
  failures integer not null default 0,
  holder uuid,
  held_until instant,
  constraint mailbox_pkey PRIMARY KEY (name)
);

create table message (
  conversation_id uuid not null,
  seq integer not null,
  id uuid not null,
  revision integer not null,
  author_kind text not null,
  author_id uuid,
  author_name text,
  trigger_id uuid,
  channel text not null,
  visibility text not null,
  body text not null,
  form jsonb,
  cut text,
  client_id text,
  posted_at instant not null,
  edited_at instant,
  deleted_at instant,
  fate text,
  fate_at instant,
  fate_because text,
  mailed_at instant,
  delivery_id uuid,
  inbound_mail_id uuid,
  another_sender text,
  shown_from text,
  attachments jsonb not null default '[]'::jsonb,
  editing_since instant,
  constraint message_author_kind_check CHECK ((author_kind = ANY (ARRAY['end-user'::text, 'agent'::text, 'system'::text]))),
  constraint message_channel_check CHECK ((channel = ANY (ARRAY['messaging'::text, 'email'::text]))),
  constraint message_check CHECK (((fate IS NULL) = (NOT ((author_kind = 'agent'::text) AND (visibility = 'public'::text))))),
  constraint message_check1 CHECK (((fate IS NULL) = (fate_at IS NULL))),
  constraint message_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE,
  constraint message_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id) ON DELETE SET NULL,
  constraint message_fate_check CHECK ((fate = ANY (ARRAY['waiting'::text, 'withheld'::text, 'mailed'::text, 'bounced'::text, 'answered'::text, 'read'::text]))),
  constraint message_inbound_mail_id_fkey FOREIGN KEY (inbound_mail_id) REFERENCES inbound_mail(id) ON DELETE SET NULL,
  constraint message_pkey PRIMARY KEY (conversation_id, seq),
  constraint message_seq_check CHECK ((seq > 0)),
  constraint message_visibility_check CHECK ((visibility = ANY (ARRAY['public'::text, 'note'::text, 'muted'::text])))
);

create table oauth_grant (
  id text not null,
  refresh_token bytea,
  wrapped boolean not null,
  tried_at instant not null,
  trouble text,
  said text,
  troubled_since instant,
  constraint oauth_grant_check CHECK (((trouble IS NULL) = (said IS NULL))),
  constraint oauth_grant_check1 CHECK (((trouble IS NULL) = (troubled_since IS NULL))),
  constraint oauth_grant_pkey PRIMARY KEY (id),
  constraint oauth_grant_trouble_check CHECK ((trouble = ANY (ARRAY['grant-over'::text, 'client-refused'::text, 'request-refused'::text, 'unreachable'::text])))
);

create table password_reset (
  token_hash bytea not null,
  agent_id uuid not null,
  created_at instant not null,
  expires_at instant not null,
  constraint password_reset_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id) ON DELETE CASCADE,
  constraint password_reset_pkey PRIMARY KEY (token_hash)
);

create table picture (
  hash text not null default encode(sha256(bytes), 'hex'::text),
  bytes bytea not null,
  type text not null,
  width integer not null,
  height integer not null,
  constraint picture_pkey PRIMARY KEY (hash)
);

create table process (
  id uuid not null,
  started_at instant not null,
  until instant not null,
  clock_ahead bigint not null default 0,
  constraint process_pkey PRIMARY KEY (id)
);

create unlogged table rate_window (
  key text not null,
  opened_at bigint not null,
  used integer not null,
  constraint rate_window_pkey PRIMARY KEY (key)
);

create table raw_mail (
  inbound_mail_id uuid not null,
  raw bytea storage external not null,
  stored_at instant not null,
  constraint raw_mail_inbound_mail_id_fkey FOREIGN KEY (inbound_mail_id) REFERENCES inbound_mail(id) ON DELETE CASCADE,
  constraint raw_mail_pkey PRIMARY KEY (inbound_mail_id)
);

create table relay_trouble (
  id integer not null default 1,
  since instant not null,
  last_at instant not null,
  said text not null,
  constraint relay_trouble_id_check CHECK ((id = 1)),
  constraint relay_trouble_pkey PRIMARY KEY (id)
);

create table schedule (
  id uuid not null,
  name text not null,
  time_zone text not null,
  week jsonb not null,
  holidays jsonb not null,
  version integer not null,
  constraint schedule_name_check CHECK ((name <> ''::text)),
  constraint schedule_pkey PRIMARY KEY (id),
  constraint schedule_version_check CHECK ((version > 0))
);

create table schema_version (
  version integer not null,
  name text not null,
  applied_at bigint not null,
  constraint schema_version_pkey PRIMARY KEY (version)
);

create table self_test_probe (
  id uuid not null,
  run_id uuid not null,
  support_address_id uuid not null,
  route text not null,
  recipient text not null,
  started_at instant not null,
  outcome text,
  reply text,
  received_at instant,
  signature text,
  bounced text,
  constraint self_test_probe_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'deferred'::text, 'refused'::text, 'ambiguous'::text]))),
  constraint self_test_probe_pkey PRIMARY KEY (id),
  constraint self_test_probe_route_check CHECK ((route = ANY (ARRAY['plain'::text, 'plus'::text, 'reply-domain'::text]))),
  constraint self_test_probe_run_id_route_key UNIQUE (run_id, route),
  constraint self_test_probe_support_address_id_fkey FOREIGN KEY (support_address_id) REFERENCES support_address(id) ON DELETE CASCADE
);

create table session_conversation (
  session_id uuid not null,
  conversation_id uuid not null,
  via text not null,
  link bytea,
  expires_at instant,
  constraint session_conversation_check CHECK (((via = 'link'::text) = (link IS NOT NULL))),
  constraint session_conversation_check1 CHECK (((link IS NULL) = (expires_at IS NULL))),
  constraint session_conversation_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE,
  constraint session_conversation_link_fkey FOREIGN KEY (link) REFERENCES mail_link(token_hash) ON DELETE CASCADE,
  constraint session_conversation_once UNIQUE NULLS NOT DISTINCT (session_id, conversation_id, link),
  constraint session_conversation_session_id_fkey FOREIGN KEY (session_id) REFERENCES widget_session(id) ON DELETE CASCADE,
  constraint session_conversation_via_check CHECK ((via = ANY (ARRAY['started'::text, 'link'::text, 'identity'::text])))
);

create table signing_key (
  id smallint not null,
  secret bytea not null,
  wrapped boolean not null,
  made_at instant not null,
  constraint signing_key_pkey PRIMARY KEY (id)
);

create table support_address (
  id uuid not null,
  brand_id uuid not null,
  address text not null,
  is_default boolean not null,
  constraint support_address_address_check CHECK ((address = lower(address))),
  constraint support_address_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
  constraint support_address_pkey PRIMARY KEY (id)
);

create table suppression (
  address text not null,
  because text not null,
  detail text,
  at instant not null,
  constraint suppression_because_check CHECK ((because = ANY (ARRAY['bounced'::text, 'complained'::text, 'not-me'::text]))),
  constraint suppression_pkey PRIMARY KEY (address)
);

create table trigger (
  id uuid not null,
  key text,
  name text,
  description text,
  active boolean not null,
  once_per_conversation boolean not null,
  "position" integer not null,
  event text not null,
  all_conditions jsonb not null default '[]'::jsonb,
  any_conditions jsonb not null default '[]'::jsonb,
  actions jsonb not null,
  changed_at instant not null,
  constraint trigger_event_check CHECK ((event = ANY (ARRAY['conversation-requested'::text, 'message-sent'::text, 'added-to-queue'::text, 'assigned-from-queue'::text]))),
  constraint trigger_key_check CHECK ((key = ANY (ARRAY['request-email'::text, 'away-message'::text]))),
  constraint trigger_key_key UNIQUE (key),
  constraint trigger_pkey PRIMARY KEY (id)
);

create table trigger_firing (
  id uuid not null,
  trigger_id uuid not null,
  conversation_id uuid not null,
  event_seq integer not null,
  at instant not null,
  outcome text not null,
  because text,
  constraint trigger_firing_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE,
  constraint trigger_firing_outcome_check CHECK ((outcome = ANY (ARRAY['fired'::text, 'condition-failed'::text, 'withheld'::text, 'already-fired'::text, 'inactive'::text]))),
  constraint trigger_firing_pkey PRIMARY KEY (id),
  constraint trigger_firing_trigger_id_conversation_id_event_seq_key UNIQUE (trigger_id, conversation_id, event_seq),
  constraint trigger_firing_trigger_id_fkey FOREIGN KEY (trigger_id) REFERENCES trigger(id) ON DELETE CASCADE
);

create table uptime (
  id smallint not null default 1,
  since instant not null,
  constraint uptime_id_check CHECK ((id = 1)),
  constraint uptime_pkey PRIMARY KEY (id)
);

create table widget_session (
  id uuid not null,
  token_hash bytea not null,
  end_user_id uuid not null,
  brand_id uuid not null,
  created_at instant not null,
  last_used_at instant not null,
  expires_at instant not null,
  revoked_at instant,
  link bytea,
  signed_by uuid,
  constraint widget_session_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
  constraint widget_session_end_user_id_fkey FOREIGN KEY (end_user_id) REFERENCES end_user(id) ON DELETE CASCADE,
  constraint widget_session_pkey PRIMARY KEY (id),
  constraint widget_session_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES identity_key(id),
  constraint widget_session_token_hash_key UNIQUE (token_hash)
);

create table widget_sighting (
  brand_id uuid not null,
  origin text not null,
  at instant not null,
  refused boolean not null,
  constraint widget_sighting_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
  constraint widget_sighting_pkey PRIMARY KEY (brand_id, origin)
);

create table workspace_open (
  id smallint not null default 1,
  is_open boolean not null,
  until instant not null,
  constraint workspace_open_id_check CHECK ((id = 1)),
  constraint workspace_open_pkey PRIMARY KEY (id)
);

CREATE UNIQUE INDEX agent_email_once ON agent USING btree (email);
CREATE INDEX agent_session_by_agent ON agent_session USING btree (agent_id);
CREATE INDEX agent_session_by_end ON agent_session USING btree (expires_at);
CREATE INDEX attachment_by_owner ON attachment USING btree (owner_id, created_at) INCLUDE (size) WHERE (owner_id IS NOT NULL);
CREATE INDEX attachment_of_message ON attachment USING btree (conversation_id, seq) WHERE (conversation_id IS NOT NULL);
CREATE INDEX attachment_waiting ON attachment USING btree (owner_id, created_at) WHERE (conversation_id IS NULL);
CREATE INDEX attachment_weights ON attachment USING btree (size);
CREATE INDEX audit_event_by_at ON audit_event USING btree (at, id);
CREATE INDEX audit_event_by_kind ON audit_event USING btree (kind, at, id);
CREATE UNIQUE INDEX brand_one_default ON brand USING btree (is_default) WHERE is_default;
CREATE INDEX connection_by_session ON connection USING btree (session_id);
CREATE INDEX connection_closed ON connection USING btree (closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX conversation_by_activity ON conversation USING btree (last_message_at DESC, id DESC);
CREATE INDEX conversation_by_address ON conversation USING btree (address) WHERE (address IS NOT NULL);
CREATE INDEX conversation_by_assignee ON conversation USING btree (assignee_id, last_message_at DESC) WHERE (assignee_id IS NOT NULL);
CREATE INDEX conversation_by_end_user ON conversation USING btree (end_user_id);
CREATE INDEX conversation_by_mailbox ON conversation USING btree (lower(address)) WHERE ((address IS NOT NULL) AND (origin = 'email'::text));
CREATE INDEX conversation_queue ON conversation USING btree (queued_at) WHERE (queued_at IS NOT NULL);
CREATE INDEX conversation_taken_up ON conversation USING btree (created_at) WHERE (served_at IS NOT NULL);
CREATE INDEX conversation_unfinished ON conversation USING btree (last_message_at DESC, id DESC) INCLUDE (assignee_id, queued_at) WHERE ((status <> ALL (ARRAY['solved'::text, 'closed'::text])) AND (NOT muted));
CREATE INDEX delivery_attempt_by_date ON delivery_attempt USING btree (started_at);
CREATE INDEX delivery_by_conversation ON delivery USING btree (conversation_id, created_at);
CREATE INDEX delivery_by_date ON delivery USING brin (created_at, settled_at) WITH (autosummarize='on');
CREATE INDEX delivery_by_recipient ON delivery USING btree (recipient, created_at);
CREATE UNIQUE INDEX delivery_one_in_flight ON delivery USING btree (conversation_id) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text, 'deferred'::text, 'ambiguous'::text]));
CREATE INDEX delivery_relay_failed ON delivery USING btree (created_at) WHERE relay_failed;
CREATE INDEX desk_by_agent ON desk USING btree (agent_id);
CREATE INDEX desk_by_session ON desk USING btree (session_id);
CREATE UNIQUE INDEX dkim_key_one_active ON dkim_key USING btree (domain) WHERE (state = 'active'::text);
CREATE UNIQUE INDEX dkim_key_one_prepared ON dkim_key USING btree (domain) WHERE (state = 'prepared'::text);
CREATE INDEX end_user_by_mailbox ON end_user USING btree (lower(email)) WHERE email_verified;
CREATE UNIQUE INDEX identity_key_active ON identity_key USING btree (brand_id, kid) WHERE (ended_at IS NULL);
CREATE INDEX inbound_mail_begun ON inbound_mail USING btree (lower(from_address), received_at) WHERE (because = 'new-conversation'::text);
CREATE INDEX inbound_mail_blocked ON inbound_mail USING btree (lower(from_address)) WHERE ((state = 'ignored'::text) AND (because = 'blocked-sender'::text));
CREATE INDEX inbound_mail_of_conversation ON inbound_mail USING btree (conversation_id, received_at) WHERE (conversation_id IS NOT NULL);
CREATE INDEX inbound_mail_triage ON inbound_mail USING btree (received_at) WHERE (state = 'triage'::text);
CREATE INDEX job_dead ON job USING btree (dead_at) WHERE (dead_at IS NOT NULL);
CREATE INDEX job_due_house ON job USING btree (due_at) WHERE ((dead_at IS NULL) AND (kind <> ALL (ARRAY['deliver-mail'::text, 'self-test'::text, 'mail-password-reset'::text])));
CREATE INDEX job_due_post ON job USING btree (due_at) WHERE ((dead_at IS NULL) AND (kind = ANY (ARRAY['deliver-mail'::text, 'self-test'::text, 'mail-password-reset'::text])));
CREATE INDEX job_leased ON job USING btree (leased_by) WHERE (leased_by IS NOT NULL);
CREATE INDEX mail_link_by_end ON mail_link USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX mail_link_of_conversation ON mail_link USING btree (conversation_id);
CREATE INDEX mail_link_of_file ON mail_link USING btree (attachment_id) WHERE (attachment_id IS NOT NULL);
CREATE INDEX mail_link_to ON mail_link USING btree (lower(recipient)) WHERE (recipient IS NOT NULL);
CREATE INDEX message_by_date ON message USING brin (posted_at) WITH (autosummarize='on');
CREATE INDEX message_by_revision ON message USING btree (conversation_id, revision);
CREATE UNIQUE INDEX message_client_once ON message USING btree (conversation_id, author_id, client_id) WHERE (client_id IS NOT NULL);
CREATE UNIQUE INDEX message_of_mail_once ON message USING btree (inbound_mail_id) WHERE (inbound_mail_id IS NOT NULL);
CREATE INDEX message_open_replies ON message USING btree (conversation_id, seq) WHERE ((fate = ANY (ARRAY['waiting'::text, 'withheld'::text, 'mailed'::text, 'bounced'::text])) AND (deleted_at IS NULL));
CREATE INDEX password_reset_agent ON password_reset USING btree (agent_id);
CREATE INDEX password_reset_by_end ON password_reset USING btree (expires_at);
CREATE INDEX rate_window_by_date ON rate_window USING btree (opened_at);
CREATE INDEX raw_mail_by_date ON raw_mail USING btree (stored_at);
CREATE INDEX self_test_by_address ON self_test_probe USING btree (support_address_id, started_at DESC);
CREATE INDEX session_conversation_by_conversation ON session_conversation USING btree (conversation_id);
CREATE INDEX session_conversation_by_link ON session_conversation USING btree (link) WHERE (link IS NOT NULL);
CREATE UNIQUE INDEX support_address_once ON support_address USING btree (address);
CREATE UNIQUE INDEX support_address_one_default ON support_address USING btree (brand_id) WHERE is_default;
CREATE INDEX trigger_active ON trigger USING btree (event, "position") WHERE active;
CREATE INDEX trigger_firing_by_date ON trigger_firing USING btree (at);
CREATE INDEX trigger_firing_log ON trigger_firing USING btree (trigger_id, at DESC);
CREATE INDEX widget_session_by_end ON widget_session USING btree (LEAST(expires_at, revoked_at));
CREATE INDEX widget_session_by_end_user ON widget_session USING btree (end_user_id);
CREATE INDEX widget_session_by_key ON widget_session USING btree (signed_by) WHERE (signed_by IS NOT NULL);
CREATE INDEX widget_session_by_link ON widget_session USING btree (link) WHERE (link IS NOT NULL);
