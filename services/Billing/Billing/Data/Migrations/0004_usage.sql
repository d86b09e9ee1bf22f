-- What a subscription used in a month (features.md B4, B5). Usage of a month that is billed already raises the quantity
-- above billed_quantity, and the next bill run charges the difference as an adjustment: nothing is late enough to be lost.

create table usage_totals (
  subscription_id uuid    not null references subscriptions (id),
  period          text    not null check (period ~ '^[0-9]{4}-[0-9]{2}$'),
  kind            text    not null check (kind in ('Voice', 'Sms', 'Data')),
  quantity        numeric not null check (quantity >= 0),
  billed_quantity numeric not null default 0 check (billed_quantity >= 0),
  records         bigint  not null check (records >= 0),
  primary key (subscription_id, period, kind)
);
