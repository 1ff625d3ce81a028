-- Logos and photos in one table, once each content, under the hash that is in its address (src/domain/attachments/picture.ts).
-- Older code may not run on this: it reads brand_logo.
create table picture (
  hash text primary key generated always as (encode(sha256(bytes), 'hex')) stored,
  bytes bytea not null,
  type text not null,
  width integer not null,
  height integer not null
);
insert into picture (bytes, type, width, height) select distinct on (hash) bytes, type, width, height from brand_logo;
alter table brand add column logo text references picture (hash);
update brand set logo = brand_logo.hash from brand_logo where brand_id = brand.id;
drop table brand_logo;

-- Of a member: the photo, and the name that visitors read; null: the full one (src/domain/people/shown-author.ts).
alter table agent
  add column photo text references picture (hash),
  add column public_name text check (public_name <> '');

-- Which faces a brand's visitors see.
update brand set look = look || '{"faces":"names-and-photos"}';
alter table brand alter column look set default
  '{"greetings":{},"launcher":{"icon":"bubble","texts":{},"side":"end","fromSide":20,"fromBottom":20,"isHidden":false},"dark":"page","faces":"names-and-photos"}';
