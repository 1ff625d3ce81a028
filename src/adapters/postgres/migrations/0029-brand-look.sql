-- What a brand's widget looks like besides its colour (src/domain/settings/look.ts).
alter table brand add column look jsonb not null default
  '{"greetings":{},"launcher":{"icon":"bubble","texts":{},"side":"end","fromSide":20,"fromBottom":20,"isHidden":false},"dark":"page"}';

-- In a table of its own: who reads brands needs no bytes. The hash is in its address, so that caches keep it for good.
create table brand_logo (
  brand_id uuid primary key references brand (id),
  bytes bytea not null,
  hash text not null generated always as (encode(sha256(bytes), 'hex')) stored,
  type text not null,
  width integer not null,
  height integer not null
);
create index brand_logo_by_hash on brand_logo (hash);
