-- What members spend points on, and corrections that two persons make (features.md L1).

create table redemptions (
  id           uuid           primary key,
  account_id   uuid           not null references members (account_id),
  business_key text           not null,
  points       bigint         not null check (points > 0),
  what         text           not null check (what in ('Voucher')),
  worth        numeric(19, 2) not null check (worth > 0),
  code         text           not null unique,
  redeemed_by  text           not null,
  redeemed_at  timestamptz    not null,
  unique (account_id, business_key)
);

create index redemptions_of_account on redemptions (account_id, redeemed_at desc, id);

create table adjustments (
  id           uuid        primary key,
  version      bigint      not null,
  account_id   uuid        not null references members (account_id),
  business_key text        not null unique,
  points       bigint      not null check (points <> 0),
  reason       text        not null,
  status       text        not null check (status in ('Proposed', 'Approved', 'Rejected')),
  proposed_by  text        not null,
  proposed_at  timestamptz not null,
  decided_by   text        check (decided_by <> proposed_by or status <> 'Approved'), -- two persons, here too
  decided_at   timestamptz
);

create index adjustments_newest on adjustments (proposed_at desc, id);
create index adjustments_by_status on adjustments (status, proposed_at desc, id);
create index adjustments_of_account on adjustments (account_id, proposed_at desc, id);
