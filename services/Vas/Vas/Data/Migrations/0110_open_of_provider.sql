-- Who left takes its services along, however many there are, and a look for such finds none at once (features.md V9).
create index vas_subscriptions_open_of_provider on vas_subscriptions (provider_id) where status in ('PendingActive', 'Active');
