# shellcheck shell=bash disable=SC2154,SC2034 # demo says $home and $data, each demonstration its $steps
# What every demonstration does: speak to the gateway as somebody, read answers, show how far it is.

export TZ=Asia/Shanghai # the operator's
readonly messages=/tmf-api/communicationManagement/v4/communicationMessage
readonly bills=/tmf-api/customerBillManagement/v4/customerBill payments=/tmf-api/paymentManagement/v4/payment

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

told() { # told ACCOUNT PURPOSE WORD: what the customer was told of it, as it stands in his message centre
  until_there "A message ($2) with $3" "/api/notifications/v1/accounts/$1/inbox?purpose=$2&limit=10" "$3" |
    sed 's/},{"id"/}\n{"id"/g' | grep -m 1 -F -- "$3" | # another of the same moment may stand before it
    field content | sed 's/^/      “/; s/$/”/'
}

business_time() { ask /api/platform/v1/businessTime | field businessTime; }

go_on_to() { # go_on_to TIME: business time moves there, unless it is past already
  local seconds=$(($(date -d "$1" +%s) - $(date -d "$(business_time)" +%s)))
  ((seconds > 3)) || return 0
  log_in ops
  send /api/platform/v1/businessTime "{ \"hours\": $((seconds / 3600)).$(printf '%04d' $((seconds % 3600 * 10000 / 3600))) }" >/dev/null
  echo "      it is $(date -d "$(business_time)" '+%-d %B %Y, %H:%M')"
}

require_simulated_clock() {
  [[ -n $(business_time) ]] || fail "Business time stands still here: start the platform with ./run --simulated-clock."
}

begin_by_day() { # reminders wait for the morning (sms.quiet_hours)
  local now
  now=$(business_time)
  if (($(date -d "$now" +%-H) < 9)); then
    go_on_to "$(date -d "$now" +%F) 09:00"
  elif (($(date -d "$now" +%-H) >= 20)); then
    go_on_to "$(date -d "$now + 1 day" +%F) 09:00"
  fi
}

pay_cash() { # pay_cash ACCOUNT YUAN
  log_in clerk
  send "$payments" "{ \"correlatorId\": \"desk-$(date +%s%N)\", \"account\": { \"id\": \"$1\" },
    \"paymentMethod\": { \"name\": \"cash\" }, \"totalAmount\": { \"unit\": \"CNY\", \"value\": $2 } }" | field status
}

bill_of() { # bill_of ACCOUNT: its newest bill
  ask "$bills?billingAccount.id=$1&limit=1"
}

amount_of() { sed -n 's/.*"amountDue":{"unit":"CNY","value":\([0-9.]*\).*/\1/p'; }

pay_what_is_due() { # pay_what_is_due ACCOUNT: whatever was played before, its bills are settled
  local due
  log_in clerk
  due=$(ask "$bills?billingAccount.id=$1" | grep -o '"remainingAmount":{[^}]*}' \
    | awk -F '[:}]' '{ due += $(NF - 1) } END { printf "%.2f", due }' || true)
  [[ $due == 0.00 ]] || pay_cash "$1" "$due" >/dev/null
}

declare -A tokens
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT

[[ -f $data/endpoints.json ]] || fail "Nothing runs on $data; start it with ./run."
gateway=$(field gateway <"$data/endpoints.json")
dashboard=$(field dashboard <"$data/endpoints.json")
