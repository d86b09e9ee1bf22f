# shellcheck shell=bash
# How set-up speaks: one line per long step with its duration, one sentence when it cannot go on.

unfinished=   # a folder in .aspire/ for what is not whole yet
log=/dev/null # what the last step said
running=      # its process
step_open=    # its line on the screen is not finished

fail() {
  [[ -z $step_open ]] || echo
  echo "Set-up stopped: $*" >&2
  exit 1
}

# step "Doing this" COMMAND…: runs the command quietly and keeps what it says in $log. The lock on fd 9 is not handed
# down: compilers leave servers behind, which would hold it.
step() {
  local began=$SECONDS code=0
  printf '%s … ' "$1"
  step_open=1
  shift
  "$@" >"$log" 2>&1 9>&- &
  running=$!
  wait "$running" || code=$?
  running=
  ((code == 0)) || return "$code"
  step_open=
  echo "$((SECONDS - began)) s"
}

# The one line of $log that tells why the last step failed, as the end of a sentence.
reason() {
  if grep -qiE 'no space left|ENOSPC|not enough space' "$log" || (($(free_megabytes) < 2)); then
    echo "the disk is full"
  else
    {
      grep -aE '^E: |npm error|rror:| error ' "$log" | grep -avE 'npm error (code|errno|syscall|A complete log)' \
        || tail -n 1 "$log" || true
    } | head -1 | sed -E 's/\x1b\[[0-9;]*m//g; s/^(E: |npm error (notarget )?|.* error (NU[0-9]+): )//; s/^FetchError: //; s/\.+$//'
  fi
}

free_megabytes() { df --output=avail -m . | tail -1 | tr -d ' '; }

# One set-up at a time in a folder; what an earlier one left unfinished is removed.
wait_for_turn() {
  { exec 9>.aspire/lock; } 2>/dev/null || fail "nothing can be written to .aspire: $(df_reason)."
  if ! flock -n 9; then
    echo "Another set-up is at work in this folder; waiting for it."
    flock 9
  fi
  rm -rf .aspire/unfinished.*
  unfinished=$(mktemp -d .aspire/unfinished.XXXXXX 2>/dev/null) || fail "nothing can be written to .aspire: $(df_reason)."
  unfinished=$(readlink -f "$unfinished")
  log=$unfinished/log
  trap clean_up EXIT
  trap 'exit 130' INT TERM HUP
}

df_reason() { if (($(free_megabytes) < 2)); then echo "the disk is full"; else echo "it is not writable"; fi; }

clean_up() {
  [[ -z $running ]] || kill "$running" 2>/dev/null || true
  forbid_no_more
  rm -rf "$unfinished"
}
