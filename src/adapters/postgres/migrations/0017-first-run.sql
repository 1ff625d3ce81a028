-- A demo is a demo for good: its password is known to everybody. One from before this was kept is known by its admin.
alter table account add column is_demo boolean not null default false;
update account set is_demo = exists (select 1 from agent where email = 'leo@acme.example' and role = 'admin');

-- Codes that the server printed where there was no admin: whoever has one may make the first. Empty once there is one.
create table first_admin_code (
  code_hash bytea primary key,
  made_at instant not null
);
