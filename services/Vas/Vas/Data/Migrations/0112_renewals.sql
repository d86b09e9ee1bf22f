-- A later month is charged only when its renewal was told in time (features.md V5): each that was told.
alter table vas_subscriptions add renewals date[] not null default '{}';

-- Until now all of them were told by the same rule, and the last is known.
update vas_subscriptions
   set renewals = array(select month::date
                          from generate_series(date_trunc('month', confirmed_at at time zone 'Asia/Shanghai') + interval '1 month',
                                               noticed_for::timestamp, interval '1 month') month)
 where noticed_for is not null;
