-- Sites whose pages asked for a brand's widget, so that an admin sees where it stands, and what was turned away.
create table widget_sighting (
  brand_id uuid not null references brand (id),
  origin text not null,
  at instant not null,
  refused boolean not null,
  primary key (brand_id, origin)
);
