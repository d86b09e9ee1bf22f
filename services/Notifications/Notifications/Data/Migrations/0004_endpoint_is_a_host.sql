-- Whoever picks a port picks no slots by it: an endpoint is a host (features.md N9).

update deliveries set endpoint = lower(rtrim(regexp_replace(endpoint, ':[0-9]+$', ''), '.'));
