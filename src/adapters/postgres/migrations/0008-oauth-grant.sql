-- Grants by which we sign in at mail servers (OAuth), as the providers renew them.
create table oauth_grant (
  -- A digest of what is configured: another configured grant is another row.
  id text primary key,
  -- The one that was given last, wrapped as the signing keys are; null: the configured one is still the last.
  refresh_token bytea,
  wrapped boolean not null,
  tried_at instant not null,
  -- Why the last try gave no access token, and since when none is given; null: it gave one.
  trouble text check (trouble in ('grant-over', 'client-refused', 'request-refused', 'unreachable')),
  said text,
  troubled_since instant,
  check ((trouble is null) = (said is null)),
  check ((trouble is null) = (troubled_since is null))
);
