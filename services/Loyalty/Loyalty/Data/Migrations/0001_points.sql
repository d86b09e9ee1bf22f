-- Members, their lots and the points ledger (features.md L1, L2, L3). Points are whole numbers.

create table members (
  account_id       uuid        primary key,
  version          bigint      not null,
  status           text        not null check (status in ('Active', 'Frozen', 'Closed')),
  joined_at        timestamptz not null,
  closed_at        timestamptz,
  available        bigint      not null check (available >= 0),
  pending          bigint      not null check (pending >= 0),
  frozen           bigint      not null check (frozen >= 0),
  debt             bigint      not null check (debt >= 0),
  redeemed         bigint      not null check (redeemed >= 0),
  deducted         bigint      not null check (deducted >= 0),
  tier             text        not null check (tier in ('None', 'Silver', 'Gold', 'Diamond')),
  tier_valid_until date,
  tier_noticed_for date,
  review_on        date
);

create index members_newest on members (joined_at desc, account_id);
create index members_by_status on members (status, joined_at desc, account_id) where status <> 'Active';
create index members_by_tier on members (tier, joined_at desc, account_id) where tier <> 'None';
create index members_to_review on members (review_on) where review_on is not null;

create table member_lines (
  account_id uuid    not null references members (account_id),
  line_id    uuid    not null,
  version    bigint  not null,
  is_frozen  boolean not null,
  primary key (account_id, line_id)
);

create table point_lots (
  id                uuid           primary key,
  account_id        uuid           not null references members (account_id),
  origin            text           not null check (origin in ('Bill', 'Adjustment')),
  bill_number       text,
  own_charges       numeric(19, 2) not null,
  announced         bigint         not null check (announced >= 0),
  announced_version bigint         not null,
  earned            bigint         not null check (earned >= 0),
  paid_version      bigint         not null,
  earned_on         date,
  expires_on        date,
  reversed_at       timestamptz,
  spent             bigint         not null check (spent >= 0),
  expired           bigint         not null check (expired >= 0),
  remaining         bigint         not null check (remaining >= 0),
  is_over           boolean        not null,
  noticed           integer,
  check (spent + expired + remaining <= earned)
);

create index lots_of_account on point_lots (account_id);

create table point_entries (
  id           uuid        primary key,
  account_id   uuid        not null references members (account_id),
  kind         text        not null,
  business_key text        not null,
  booked_at    timestamptz not null,
  unique (kind, business_key)
);

create index point_entries_newest on point_entries (booked_at desc, id);
create index point_entries_of_account on point_entries (account_id, booked_at desc, id);
create index point_entries_by_kind on point_entries (kind, booked_at desc, id);

create table point_postings (
  entry_id       uuid     not null references point_entries (id),
  seq            smallint not null,
  account_id     uuid     not null references members (account_id),
  ledger_account text     not null check (ledger_account in
    ('Available', 'Pending', 'Frozen', 'Debt', 'Issued', 'Redeemed', 'Breakage', 'Void', 'Partner')),
  points         bigint   not null check (points <> 0),
  primary key (entry_id, seq)
);

create index point_postings_of_account on point_postings (account_id, ledger_account) include (points);

create function refuse_change_of_ledger() returns trigger language plpgsql as $$
begin
  raise exception 'The ledger only grows.';
end
$$;

create trigger point_entries_only_grow before update or delete or truncate on point_entries
  execute function refuse_change_of_ledger();
create trigger point_postings_only_grow before update or delete or truncate on point_postings
  execute function refuse_change_of_ledger();

-- At commit, so that postings may come in any order and by any statement; also for our own code.
create function refuse_unbalanced_entry() returns trigger language plpgsql as $$
begin
  if (select sum(points) from point_postings where entry_id = new.entry_id) <> 0 then
    raise exception 'Ledger entry % does not sum to zero.', new.entry_id using errcode = 'check_violation';
  end if;
  return null;
end
$$;

create constraint trigger point_postings_sum_to_zero after insert on point_postings
  deferrable initially deferred for each row execute function refuse_unbalanced_entry();

-- What the member, his lots and the ledger say is one and the same: since none of them goes below zero in the tables
-- above, no posting can take what is not there either. A member has a few hundred postings in all his years.
create function refuse_points_that_disagree() returns trigger language plpgsql as $$
begin
  if exists (
    select from members m
     cross join lateral (
       select coalesce(sum(points) filter (where ledger_account = 'Available'), 0) as available,
              coalesce(sum(points) filter (where ledger_account = 'Pending'), 0)   as pending,
              coalesce(sum(points) filter (where ledger_account = 'Frozen'), 0)    as frozen,
              coalesce(sum(points) filter (where ledger_account = 'Debt'), 0)      as debt,
              coalesce(sum(points) filter (where ledger_account = 'Redeemed'), 0)  as redeemed
         from point_postings p where p.account_id = m.account_id) ledger
     cross join lateral (
       select coalesce(sum(remaining), 0) as remaining from point_lots l where l.account_id = m.account_id) lots
     where m.account_id = new.account_id
       and (m.available <> ledger.available or m.pending <> ledger.pending or m.frozen <> ledger.frozen
            or -m.debt <> ledger.debt or m.redeemed <> ledger.redeemed
            or m.available + m.frozen <> lots.remaining)
  ) then
    raise exception 'Points, lots and ledger of % disagree.', new.account_id using errcode = 'check_violation';
  end if;
  return null;
end
$$;

create constraint trigger members_agree after insert or update on members
  deferrable initially deferred for each row execute function refuse_points_that_disagree();
create constraint trigger point_lots_agree after insert or update on point_lots
  deferrable initially deferred for each row execute function refuse_points_that_disagree();
create constraint trigger point_postings_agree after insert on point_postings
  deferrable initially deferred for each row execute function refuse_points_that_disagree();
