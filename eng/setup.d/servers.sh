# shellcheck shell=bash
# The servers of Debian that run as private processes, and the programs that tests and demonstrations call.

list_missing_servers() {
  if ! mode_is package; then
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || echo postgresql
    [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || echo rabbitmq-server
  fi
  [[ -x /usr/sbin/bearerbox && -x /usr/sbin/smsbox ]] || echo kannel
  command -v weasyprint >/dev/null || echo weasyprint # prints bills
  [[ -e /usr/share/fonts/truetype/wqy/wqy-microhei.ttc ]] || echo fonts-wqy-microhei
  [[ $purpose != test ]] || command -v chromium >/dev/null || echo chromium
  if needs_webhooks; then
    command -v node >/dev/null || echo nodejs
    command -v npm >/dev/null || echo npm
  fi
}

install_servers() {
  local missing
  mapfile -t missing < <(list_missing_servers)
  ((${#missing[@]} > 0)) || return 0
  local by_hand="apt-get install --no-install-recommends ${missing[*]}"
  command -v apt-get >/dev/null || fail "these are missing: ${missing[*]}; install them with the system's package manager."
  is_root || sudo -n true 2>/dev/null || fail "these are missing: ${missing[*]}; install them with: sudo $by_hand"
  may_install_now "${missing[@]}" || fail "these are missing: ${missing[*]}; install them with: $by_hand"

  forbid_starting_services
  if ! apt_knows "${missing[@]}"; then update_lists; fi
  if ! step "Installing ${missing[*]}" apt install "${missing[@]}"; then
    # Old lists name files that the mirror has replaced since.
    grep -qE '404|Unable to (fetch|locate)|Failed to fetch' "$log" || fail "apt could not install ${missing[*]}: $(reason)."
    echo "again with new lists"
    update_lists
    step "Installing ${missing[*]}" apt install "${missing[@]}" || fail "apt could not install ${missing[*]}: $(reason)."
  fi
  forbid_no_more
  mapfile -t missing < <(list_missing_servers)
  ((${#missing[@]} == 0)) || fail "apt installed them, but these are still missing: ${missing[*]}."
}

# At a terminal a person is asked; scripts and CI go on.
may_install_now() {
  [[ $may_install == ask && ${CI:-} != true && -t 0 && -t 1 ]] || return 0
  local answer
  read -r -p "Install $* with apt? They run as private processes; no system service is started. [Y/n] " answer
  [[ -z $answer || $answer == [yY]* ]]
}

is_root() { ((EUID == 0)); }
as_root() { if is_root; then "$@"; else sudo -n "$@"; fi; }

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends -o Dpkg::Use-Pty=0 \
    -o DPkg::Lock::Timeout=300 -o APT::Update::Error-Mode=any "$@"
}

update_lists() { step "Updating apt's lists" apt update || fail "apt could not update its lists: $(reason)."; }

apt_knows() {
  local package
  for package; do apt-cache policy "$package" | grep -q 'Candidate: [0-9]' || return 1; done
}

# Debian starts what it installs unless policy-rc.d says no.
forbid_starting_services() {
  [[ ! -e /usr/sbin/policy-rc.d ]] || return 0
  forbidden=1
  printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
  as_root chmod 755 /usr/sbin/policy-rc.d
}

forbid_no_more() {
  [[ -n ${forbidden:-} ]] || return 0
  forbidden=
  as_root rm -f /usr/sbin/policy-rc.d
  # Nor shall they start with the machine.
  if [[ -d /run/systemd/system ]]; then
    as_root systemctl disable --quiet postgresql rabbitmq-server kannel epmd.socket 2>/dev/null || true
  fi
}
