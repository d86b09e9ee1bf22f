# shellcheck shell=bash
# The partner's side of webhooks: Node and the public Standard Webhooks library, for the end-to-end test and ./demo.

readonly webhooks=eng/webhooks

needs_webhooks() { [[ $purpose != run ]]; }
webhooks_origin() { sha256sum <"$webhooks/package-lock.json" | cut -c1-16; }
has_webhooks() { [[ $(cat "$webhooks/node_modules/.origin" 2>/dev/null) == "$(webhooks_origin)" ]]; }

# The lock file names no registry: npm asks the one of this machine, and the checksums are what counts.
fetch_webhooks() {
  ! has_webhooks || return 0
  command -v npm >/dev/null || fail "npm is missing; the Standard Webhooks library comes from its registry."
  step "Fetching the Standard Webhooks library" npm ci --prefix "$webhooks" --cache "$unfinished/npm" --loglevel error \
    || fail "npm could not fetch the Standard Webhooks library: $(reason)."
  webhooks_origin >"$webhooks/node_modules/.origin" || fail "could not write $webhooks: $(df_reason)."
}
