# shellcheck shell=bash
# Where packages come from, and so how the platform is hosted.

check_tools() {
  [[ $(uname -sm) == "Linux x86_64" ]] || fail "only Linux on x86-64 is supported; this is $(uname -sm)."
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing (the command dotnet is not on the PATH)."
  dotnet --version >/dev/null 2>&1 || fail "the .NET SDK that global.json asks for (10.0.100 or later 10.0) is missing."
}

is_ready() {
  [[ -f .aspire/mode && $(cat .aspire/sources 2>/dev/null) == *" $(version_fingerprint)" ]] || return 1
  if needs_aspire && ! has_aspire; then return 1; fi
  if needs_feed && ! has_feed; then return 1; fi
  if needs_webhooks && ! has_webhooks; then return 1; fi
  [[ -z $(list_missing_servers) ]]
}

# What thin mirrors were seen to lack. What was found out holds as long as the same versions are wanted.
readonly scarce=(
  Google.Protobuf Grpc.Net.ClientFactory Microsoft.IdentityModel.Protocols.OpenIdConnect
  OpenTelemetry.Exporter.OpenTelemetryProtocol OpenTelemetry.Extensions.Hosting System.IO.Hashing
)
version_fingerprint() { printf '%s\n' "${scarce[@]}" | grep -Ff - Directory.Packages.props | sha256sum | cut -c1-16; }

remember() { # remember FILE TEXT, at once or not at all
  echo "$2" 2>/dev/null >"$unfinished/remembered" || fail "could not write $1: $(df_reason)."
  mv "$unfinished/remembered" "$1"
}

sources_are() { [[ $(cat .aspire/sources 2>/dev/null) == "$1 "* ]]; }
needs_feed() { sources_are thin; }
needs_aspire() { sources_are thin || ! mode_is package; }
mode_is() { [[ $(cat .aspire/mode 2>/dev/null) == "$1" ]]; }

# Restores a project that asks for what thin mirrors lack, from the configured sources alone and into an empty folder,
# so that neither our own feed nor an earlier restore can answer for them. A later version in the place of the one
# that is wanted (NU1603) is no answer: the build would refuse it.
find_package_sources() {
  [[ $(cat .aspire/sources 2>/dev/null) != *" $(version_fingerprint)" ]] || return 0
  if step "Asking the package sources" probe scarce "${scarce[@]}"; then
    remember .aspire/sources "complete $(version_fingerprint)"
  elif grep -qE 'NU1101|NU1102|NU1103|NU1603' "$log" && ! grep -q NU1301 "$log"; then
    echo "some are absent, so they are repacked from Aspire's command line tool"
    step_open=
    remember .aspire/sources "thin $(version_fingerprint)"
  else
    fail "the package sources do not answer: $(reason)."
  fi
}

probe() { # probe NAME PACKAGE…
  local folder=$unfinished/$1 package
  shift
  mkdir -p "$folder"
  echo '<Project />' >"$folder/Directory.Build.props" # the root's versions, not its feed
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>'
    for package; do echo "<PackageReference Include=\"$package\" />"; done
    echo '</ItemGroup></Project>'
  } >"$folder/probe.csproj"
  dotnet restore "$folder/probe.csproj" --packages "$folder/packages" -p:WarningsAsErrors=NU1603
}

# Once, and kept: the data of one way is not the other's. The AppHost's project file reads the word.
choose_hosting() {
  [[ ! -f .aspire/mode ]] || return 0
  local mode=local why
  if ! has_container_engine; then
    why="no container engine answers"
  elif sources_are thin || ! step "Asking for Aspire's packages" probe aspire Aspire.Hosting.PostgreSQL Aspire.Hosting.RabbitMQ; then
    [[ -z $step_open ]] || echo absent
    step_open=
    why="the package sources have no Aspire.Hosting"
  else
    mode=package
    why="Aspire's packages restore and a container engine answers"
  fi
  remember .aspire/mode "$mode"
  echo "Hosting is $mode: $why."
}

has_container_engine() {
  local engine
  for engine in docker podman; do
    if command -v "$engine" >/dev/null && timeout 10 "$engine" info >/dev/null 2>&1; then return 0; fi
  done
  return 1
}
