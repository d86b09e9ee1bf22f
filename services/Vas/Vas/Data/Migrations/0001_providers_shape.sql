-- TEMPORARY, deleted at the merge with the Providers area, whose tables these stand for: views over a schema of their own,
-- so that the comparison of schema and model does not see them.

create schema shape;

create table shape.providers (
  id              uuid    primary key,
  version         bigint  not null default 1,
  number          text    not null unique,
  name_zh         text    not null,
  name_en         text    not null,
  status          text    not null,
  score           int     not null default 100,
  sales_suspended boolean not null default false,
  definition      text    not null,
  currency        text    not null
);

create table shape.vas_services (
  id          uuid           primary key,
  version     bigint         not null default 1,
  provider_id uuid           not null,
  code        text           not null unique,
  access_code text           not null,
  name_zh     text           not null,
  name_en     text           not null,
  price       numeric(19, 2) not null,
  period      text           not null,
  status      text           not null
);

create view providers as select * from shape.providers;
create view vas_services as select * from shape.vas_services;
