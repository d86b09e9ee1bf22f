# shellcheck shell=bash
# Aspire's orchestrator and dashboard, and the packages inside the dashboard, from Aspire's command line tool on npm.

readonly aspire_version=13.5.4
readonly aspire_package=@microsoft/aspire-cli-linux-x64@$aspire_version
readonly aspire_sha512=8PWeRHM1+QwQB2wxDnfPsimi3EW01r04b4DjX0jIDE78SlfJabwVfYArW/48vDzYvPzKSRye6DIPVAsCFoXjBA==
readonly aspire_folder=.aspire/$aspire_version

has_aspire() { [[ -x $aspire_folder/dcp/dcp && -x $aspire_folder/managed/aspire-managed ]]; }

fetch_aspire() {
  ! has_aspire || return 0
  command -v npm >/dev/null || fail "npm is missing; Aspire's command line tool comes from its registry."
  (($(free_megabytes) >= 600)) || fail "600 MB of free disk are needed here and $(free_megabytes) MB are left."

  step "Fetching Aspire $aspire_version (127 MB)" download \
    || fail "npm could not fetch $aspire_package: $(reason)."
  [[ $(sha512sum <"$unfinished"/*.tgz | cut -d' ' -f1) == "$(base64 -d <<<"$aspire_sha512" | od -An -tx1 | tr -d ' \n')" ]] \
    || fail "$aspire_package arrived with a wrong checksum, so it was thrown away."
  step "Unpacking it" unpack || fail "Aspire's command line tool could not be unpacked: $(reason)."
  rm -rf "$aspire_folder"
  mv "$unfinished/aspire" "$aspire_folder"
}

download() {
  # npm's own cache is not used: it would keep a second copy in the user's home.
  npm pack "$aspire_package" --pack-destination "$unfinished" --cache "$unfinished/npm" --loglevel error \
    --fetch-retries 1 --fetch-retry-mintimeout 2000 --fetch-timeout 120000 || return
  rm -rf "$unfinished/npm"
}

# Any command of the tool unpacks its bundle into the home folder; it gets one of ours.
unpack() {
  local home=$unfinished/home
  mkdir -p "$home" "$unfinished/aspire" || return
  tar -xzf "$unfinished"/*.tgz -C "$unfinished" package/bin/aspire || return
  rm "$unfinished"/*.tgz
  (cd "$home" && HOME=$home DOTNET_CLI_HOME=$home timeout 180 "$unfinished/package/bin/aspire" doctor --non-interactive) \
    </dev/null || true # it also judges the machine, which is not asked here
  if ! mv "$home/.aspire/bundle/dcp" "$home/.aspire/bundle/managed" "$unfinished/aspire/"; then
    echo "E: its bundle did not appear; $(free_megabytes) MB of disk are free" # the tool does not say why
    return 1
  fi
  HOME=$home "$unfinished/aspire/dcp/dcp" version && [[ -x $unfinished/aspire/managed/aspire-managed ]]
}

# The feed is made anew when it was made from another version or by another program.
feed_origin() { echo "$aspire_version $(sha256sum eng/CompleteFeed.cs | cut -c1-16)"; }
has_feed() { [[ $(cat .feed/origin 2>/dev/null) == "$(feed_origin)" ]]; }

complete_feed() {
  ! has_feed || return 0
  step "Completing the package feed" dotnet run eng/CompleteFeed.cs -- "$aspire_folder/managed/aspire-managed" .feed \
    || fail "the package feed could not be completed: $(reason)."
  feed_origin >.feed/origin || fail "could not write .feed: $(df_reason)."
}
