# shellcheck shell=bash disable=SC2154,SC2034 # demo says $home and $data, each demonstration its $steps
# What every demonstration does: speak to the gateway as somebody, read answers, show how far it is.

readonly messages=/tmf-api/communicationManagement/v4/communicationMessage

fail() {
  echo >&2
  echo "$*" >&2
  exit 1
}

field() { # field NAME: its first value in the JSON on stdin, a text or a number
  sed -n "s/\"$1\" *: */\n&/p" |
    sed -n -e "s/^\"$1\" *: *\"\([^\"]*\)\".*/\1/p;t" -e "s/^\"$1\" *: *\([^\",}]*\).*/\1/p" | head -1
}

step=0
say() { # say WHAT: the bar grows by one step
  step=$((step + 1))
  local filled=$((step * 24 / steps)) bar
  printf -v bar '%*s' "$filled" ''
  printf '[%-24s] %d/%d %s\n' "${bar// /#}" "$step" "$steps" "$*"
}

log_in() { # log_in PERSON: who speaks from now on
  token=${tokens[$1]:-}
  [[ -n $token ]] || token=$("$home/token" "$1" --data "$data")
  tokens[$1]=$token
}

ask() { # ask PATH CURL-OPTIONS…: the body; the token goes over stdin, arguments are for everybody to see
  local path=$1
  shift
  curl -sS --max-time 30 -D "$headers" --config - "$@" "$gateway$path" <<<"header = \"Authorization: Bearer $token\"" ||
    fail "The gateway at $gateway does not answer."
}

send() { # send PATH JSON: a POST
  ask "$1" -H 'Content-Type: application/json' -d "$2"
}

last_trace() { tr -d '\r' <"$headers" | sed -n 's/^[Xx]-[Tt]race-[Ii]d: //p'; }

show_trace() { echo "      trace  $dashboard/traces/detail/$(last_trace)"; }

until_there() { # until_there WHAT PATH WORD: the answer, once it has the word; 30 s at most
  local answer
  for ((tries = 0; tries < 150; tries++)); do
    answer=$(ask "$2")
    if [[ $answer == *"$3"* ]]; then
      printf '%s\n' "$answer"
      return
    fi
    sleep 0.2
  done
  fail "$1 did not come within 30 s: $answer"
}

declare -A tokens
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT

[[ -f $data/endpoints.json ]] || fail "Nothing runs on $data; start it with ./run."
gateway=$(field gateway <"$data/endpoints.json")
dashboard=$(field dashboard <"$data/endpoints.json")
