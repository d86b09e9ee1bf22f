-- How many senders a delivery lost since it was last asked for: it is given up at the tenth (features.md N9).

alter table deliveries add column losses integer not null default 0;
