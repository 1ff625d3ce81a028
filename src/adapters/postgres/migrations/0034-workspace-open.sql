-- Whether a page of the workspace is open anywhere, and until when one was at the last: what a visitor wrote before is delivered.
create table workspace_open (
  id smallint not null default 1 check (id = 1),
  is_open boolean not null,
  until instant not null,
  primary key (id)
);
insert into workspace_open (is_open, until) values (false, 0);
