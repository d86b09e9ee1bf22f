-- What the relay put aside, for ops to look at (design.md, Data: the relay parks poison).

create index outbox_parked on outbox (position) where parked_at is not null;
