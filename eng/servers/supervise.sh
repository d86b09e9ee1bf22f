# shellcheck shell=bash
# Sourced by the server scripts: keeps one server in the foreground and lets nothing outlive it.

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

need() { # need NAME…: these environment variables must have a value
  local name
  for name; do
    [[ -n ${!name:-} ]] || fail "the environment variable $name is missing."
  done
}

# supervise STOP_SIGNAL COMMAND…
# Runs the command as a child and returns its exit code. A stop is passed on as the signal that means "stop now" to
# that server; one that has not gone after 9 s is killed, because the host gives every process 10 s. If this script
# itself is killed, the kernel sends the child the same signal (pdeathsig). It is a child and not exec'ed because our
# callers may start us from a thread that ends before they do, and a pdeathsig set on ourselves would then fire.
supervise() {
  local signal=$1 child='' stopping='' code
  shift
  trap 'stopping=1; stop' TERM INT HUP
  setpriv --pdeathsig "$signal" "$@" &
  child=$!
  [[ -z $stopping ]] || stop # it came before there was a child
  while kill -0 "$child" 2>/dev/null; do # a trap interrupts wait, so wait again
    code=0
    wait "$child" || code=$?
  done
  trap - TERM INT HUP
  [[ -z $stopping ]] || exit 0
  return "${code:-1}"
}

stop() {
  [[ -n $child ]] && kill "-$signal" "$child" 2>/dev/null || return 0
  # A read that nothing ever answers is a sleep without a process of its own, which could outlive us.
  # shellcheck disable=SC2016 # the inner shell expands it
  setpriv --pdeathsig KILL bash -c 'read -r -t 9 <> <(:); kill -KILL "$0"' "$child" >/dev/null 2>&1 &
}
