-- What is offered, in versions of the whole catalogue (features.md B1), and what each line is subscribed to (B3).

create table catalogues (
  id             uuid        primary key,
  version        bigint      not null,
  number         integer     not null unique check (number > 0),
  status         text        not null check (status in ('Draft', 'Proposed', 'Published', 'Rejected')),
  effective_from date        not null,
  created_by     text        not null,
  created_at     timestamptz not null,
  proposed_by    text,
  proposed_at    timestamptz,
  decided_by     text,
  decided_at     timestamptz,
  reason         text,
  check (decided_by is null or decided_by <> proposed_by)
);

-- One catalogue per day it takes effect: which one holds on a day is never a question.
create unique index catalogues_published on catalogues (effective_from) where status = 'Published';
create index catalogues_newest on catalogues (created_at desc, id);

create table plan_families (
  id             uuid primary key,
  catalogue_id   uuid not null references catalogues (id),
  code           text not null,
  customer_group text not null check (customer_group in ('Residential', 'Business', 'KeyAccount')),
  name_zh        text not null,
  name_en        text not null,
  unique (catalogue_id, code),
  unique (catalogue_id, id)
);

-- An offering as one catalogue has it. Its id goes through all catalogues; what it costs is said by each.
create table offerings (
  catalogue_id   uuid    not null references catalogues (id),
  offering_id    uuid    not null,
  family_id      uuid    not null,
  code           text    not null,
  name_zh        text    not null,
  name_en        text    not null,
  description_zh text    not null,
  description_en text    not null,
  line_kind      text    not null check (line_kind in ('Mobile', 'Fixed', 'Broadband', 'Water')),
  is_promoted    boolean not null,
  price          jsonb   not null,
  primary key (catalogue_id, offering_id),
  unique (catalogue_id, code),
  foreign key (catalogue_id, family_id) references plan_families (catalogue_id, id)
);

create index offerings_through_catalogues on offerings (offering_id);
create index offerings_by_code on offerings (code);

-- A decided catalogue is what customers were shown: nothing changes it any more, our own code included. Publications
-- come one after the other, so that two of them never look at the same newest one.
create function guard_catalogue() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'Catalogue % is kept.', old.number using errcode = 'restrict_violation';
  end if;
  if old.status in ('Published', 'Rejected') then
    raise exception 'Catalogue % is % and never changes again.', old.number, old.status using errcode = 'restrict_violation';
  end if;
  if new.status = 'Published' then
    perform pg_advisory_xact_lock('catalogues'::regclass::bigint);
    if exists (select from catalogues where status = 'Published' and effective_from >= new.effective_from) then
      raise exception 'A catalogue that takes effect on % or later is published already.', new.effective_from
        using errcode = 'unique_violation';
    end if;
  end if;
  return new;
end
$$;

create trigger catalogues_stay_as_decided before update or delete on catalogues
  for each row execute function guard_catalogue();

-- The catalogue's row is locked, or a proposal could overtake a change of what it proposes.
create function guard_catalogue_content() returns trigger language plpgsql as $$
declare
  touched uuid[];
begin
  touched := case tg_op
    when 'INSERT' then array[new.catalogue_id]
    when 'DELETE' then array[old.catalogue_id]
    else array[old.catalogue_id, new.catalogue_id]
  end;
  perform from catalogues where id = any (touched) for no key update;
  if exists (select from catalogues where id = any (touched) and status <> 'Draft') then
    raise exception 'Only a draft is changed; what was proposed or decided stands.' using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;

create trigger plan_families_stay_as_proposed before insert or update or delete on plan_families
  for each row execute function guard_catalogue_content();
create trigger offerings_stay_as_proposed before insert or update or delete on offerings
  for each row execute function guard_catalogue_content();

-- What the customer said yes to, in the words he was shown; kept for ever.
create table consents (
  id           uuid        primary key,
  account_id   uuid        not null references accounts (id),
  line_id      uuid        not null references lines (id),
  catalogue_id uuid        not null,
  offering_id  uuid        not null,
  channel      text        not null,
  statement    text        not null,
  given_by     text        not null,
  given_at     timestamptz not null,
  foreign key (catalogue_id, offering_id) references offerings,
  unique (id, account_id, line_id, catalogue_id, offering_id)
);

create function refuse_change_of_history() returns trigger language plpgsql as $$
begin
  raise exception '% is kept as it was written.', tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger consents_only_grow before update or delete or truncate on consents
  execute function refuse_change_of_history();
create trigger catalogues_are_kept before truncate on catalogues execute function refuse_change_of_history();
create trigger plan_families_are_kept before truncate on plan_families execute function refuse_change_of_history();
create trigger offerings_are_kept before truncate on offerings execute function refuse_change_of_history();

-- A line's plan on the terms of the catalogue it was consented to: another price needs another consent, and there is no
-- plan without a consent of this account, for this line, to this offering at this catalogue's price.
create table subscriptions (
  id             uuid   primary key,
  version        bigint not null,
  account_id     uuid   not null references accounts (id),
  line_id        uuid   not null references lines (id),
  catalogue_id   uuid   not null,
  offering_id    uuid   not null,
  consent_id     uuid   not null unique,
  starts_on      date   not null,
  ends_on        date,
  end_reason     text   check (end_reason in ('PlanChanged', 'Withdrawal', 'Arrears')),
  end_consent_id uuid   unique references consents (id),
  check (ends_on is null or ends_on >= starts_on - 1),
  check ((ends_on is null) = (end_reason is null)),
  foreign key (catalogue_id, offering_id) references offerings,
  foreign key (consent_id, account_id, line_id, catalogue_id, offering_id)
    references consents (id, account_id, line_id, catalogue_id, offering_id)
);

create unique index subscriptions_open on subscriptions (line_id) where ends_on is null;
create index subscriptions_of_account on subscriptions (account_id, starts_on desc, id);
create index subscriptions_of_line on subscriptions (line_id, starts_on);

-- Its end may be set; what the customer said yes to may not.
create function guard_subscription() returns trigger language plpgsql as $$
begin
  if (old.id, old.account_id, old.line_id, old.catalogue_id, old.offering_id, old.consent_id, old.starts_on)
     is distinct from
     (new.id, new.account_id, new.line_id, new.catalogue_id, new.offering_id, new.consent_id, new.starts_on) then
    raise exception 'Another plan is another subscription, with a consent of its own.' using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;

create trigger subscriptions_keep_their_terms before update on subscriptions
  for each row execute function guard_subscription();
