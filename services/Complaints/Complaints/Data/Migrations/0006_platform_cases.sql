-- Cases that the platform opens by itself (features.md B11): what they are about opens one case, for ever.

create unique index complaints_platform_key on complaints (external_id) where channel = 'Platform';
