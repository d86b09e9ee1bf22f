# shellcheck shell=bash disable=SC2034,SC2154 # read and set by play.sh
# A month of two customers (B4, B7, B9, B10, B11, B14, L1, L3): usage, thresholds, the bill, points for who pays; for who
# does not, a reminder, a suspended line, a payment, and the line back in seconds. Business time is moved, so the
# platform has to run with --simulated-clock.
steps=13
readonly payer=A1000010 debtor=A1000002

# In this order: what the customer's phone was told last of something, in a text that holds WORD.
told() { # told ACCOUNT-ID WORD: the text of the newest SMS to that account that has the word
  until_there "A message with '$2'" "$messages?relatedParty.id=$1&limit=5" "$2" |
    grep -o '"content":"[^"]*'"$2"'[^"]*"' | head -1 | cut -d '"' -f 4
}

business_time() { ask /api/platform/v1/businessTime | field businessTime; }

go_on_to() { # go_on_to TIME: business time moves there, unless it is past already
  local seconds=$(($(date -d "$1" +%s) - $(date -d "$(business_time)" +%s)))
  ((seconds > 0)) || return 0
  log_in ops
  send /api/platform/v1/businessTime "{ \"hours\": $(printf '%d.%03d' $((seconds / 3600)) $((seconds % 3600 * 1000 / 3600 + 1))) }" >/dev/null
}

account_id() { ask "/api/billing/v1/accounts?number=$1" | field id; }

now_ms() { date +%s%3N; }

log_in agent
[[ -n $(business_time) ]] || fail "Business time stands still here: start the platform with ./run --simulated-clock."
payer_id=$(account_id $payer)
debtor_id=$(account_id $debtor)
[[ -n $payer_id && -n $debtor_id ]] || fail "There are no accounts $payer and $debtor: was the platform started with --empty?"
line=$(ask "/api/billing/v1/accounts?number=$payer" | field serviceNumber)

export TZ=Asia/Shanghai
today=$(date -d "$(business_time)" +%F)
# Reminders wait for the morning (sms.quiet_hours), and a month is used before it ends.
(($(date -d "$(business_time)" +%-H) < 20)) || today=$(date -d "$today + 1 day" +%F)
go_on_to "$today 09:00"
month=$(date -d "$(business_time)" +%Y-%m)
first=$(date -d "$month-01 + 1 month" +%F)

say "Usage comes in: $line has used most of its data in $month"
log_in clerk
batch=$(send /api/billing/v1/usageBatches "{ \"source\": \"demo-$(now_ms)\", \"records\": [
  { \"sourceKey\": \"1\", \"serviceNumber\": \"$line\", \"kind\": \"data\", \"quantity\": 53000, \"occurredAt\": \"$(date -u -d "$(business_time)" +%FT%TZ)\" },
  { \"sourceKey\": \"2\", \"serviceNumber\": \"$line\", \"kind\": \"voice\", \"quantity\": 42.5, \"occurredAt\": \"$(date -u -d "$(business_time)" +%FT%TZ)\" } ] }")
echo "      accepted $(field accepted <<<"$batch"), duplicates $(field duplicates <<<"$batch")"
show_trace
