# shellcheck shell=bash disable=SC2034,SC2154 # read and set by play.sh
# A month of two customers (B4, B5, B7, B9, B10, B11, B14, L1, L3): one uses much and pays; one pays in part, is reminded,
# loses one line and gets it back in seconds. Business time is moved, so the platform runs with --simulated-clock.
steps=12
readonly payer=A1000001 debtor=A1000002

log_in agent
require_simulated_clock
account=$(ask "/api/billing/v1/accounts?number=$payer")
payer_id=$(field id <<<"$account")
number=$(field serviceNumber <<<"$account")
debtor_id=$(ask "/api/billing/v1/accounts?number=$debtor" | field id)
[[ -n $payer_id && -n $debtor_id ]] || fail "There are no accounts $payer and $debtor: was the platform started with --empty?"

pay_what_is_due "$payer_id"
pay_what_is_due "$debtor_id"
begin_by_day
now=$(business_time)
month=$(date -d "$now" +%Y-%m)

say "Usage of $month comes in: conference calls on $number"
log_in clerk
records=
for n in 1 2 3 4 5 6; do
  records+="${records:+,}{ \"sourceKey\": \"$(date +%s%N)\", \"serviceNumber\": \"$number\", \"kind\": \"voice\",
    \"quantity\": 1200, \"occurredAt\": \"$(date -u -d "$now - $n minutes" +%FT%TZ)\" }"
done
batch=$(send /api/billing/v1/usageBatches "{ \"source\": \"conference-bridge\", \"records\": [$records] }")
[[ $(field accepted <<<"$batch") == 6 ]] || fail "The usage was not taken: $batch"
show_trace

say "Her minutes are used up, and she hears of it"
log_in agent
told "$payer_id" usage-threshold 100%

say "The month is over: finance bills every account"
go_on_to "$(date -d "$month-01 + 1 month" +%F) 10:00"
log_in finance
run=$(send /api/billing/v1/billRuns "{ \"period\": \"$month\" }")
[[ -n $(field accounts <<<"$run") ]] || fail "The bill run did not start: $run"
show_trace
until [[ $(field status <<<"$run") == finished ]]; do
  printf '\r      %s of %s bills ' "$(field 'done' <<<"$run")" "$(field accounts <<<"$run")" # no speed before the first
  sleep 0.3
  run=$(ask "$(field href <<<"$run")")
done
printf '\r      %s of %s bills, %s a second \n' "$(field 'done' <<<"$run")" "$(field accounts <<<"$run")" "$(field billsPerSecond <<<"$run")"

say "She gets her bill, explained to the last fen"
log_in customer
told "$payer_id" bill-issued ¥
bill=$(bill_of "$payer_id")
amount=$(amount_of <<<"$bill")
ask "/api/billing/v1/bills/$(field id <<<"$bill")/document" -o "$data/$(field billNo <<<"$bill").pdf" >/dev/null
echo "      $data/$(field billNo <<<"$bill").pdf"

say "She pays ¥$amount at the cash desk"
pay_cash "$payer_id" "$amount" >/dev/null
show_trace
log_in customer
told "$payer_id" payment-confirmed ¥

say "Points and a tier follow by themselves"
member=$(until_there "Her points" "/api/loyalty/v1/members/$payer_id" '"tier":"silver"')
echo "      $(field available <<<"$member") points, $(field tier <<<"$member") until $(field tierValidUntil <<<"$member")"

say "Another customer pays for his phone only"
log_in agent
bill=$(bill_of "$debtor_id")
due=$(field paymentDueDate <<<"$bill")
pay_cash "$debtor_id" 59.00 >/dev/null
echo "      ¥59.00 of ¥$(amount_of <<<"$bill"); the rest is due on $due"

say "A week after that day he is reminded"
go_on_to "$(date -d "$due + 7 days" +%F) 10:00"
log_in agent
told "$debtor_id" arrears-reminder ¥

say "After thirty days the line that is not paid is barred, and only that"
go_on_to "$(date -d "$due + 31 days" +%F) 10:00"
log_in agent
told "$debtor_id" line-suspended ¥
until_there "The suspension" "/api/billing/v1/accounts/$debtor_id/standings" '"status":"suspended"' |
  grep -o '"serviceNumber":"[^"]*"\|"status":"[^"]*"' | cut -d '"' -f 4 | paste -d ' ' - - | sed 's/^/      /'

say "He pays the rest on the payment provider's page"
checkout=$(send /api/billing/v1/checkouts "{ \"accountId\": \"$debtor_id\", \"amount\": 25.00 }")
page=$(field url <<<"$checkout")
[[ -n $page ]] || fail "There is no page to pay on: $checkout"
show_trace
paid_at=$(date +%s%3N)
curl -sS --max-time 10 -X POST -o "$headers" "$page/pay"

say "The line is back, and he is told"
guarantee=$(until_there "The restore" "/api/billing/v1/restoreGuarantees?accountId=$debtor_id&limit=1" '"status":"kept"')
told "$debtor_id" line-restored "$(field serviceNumber <<<"$guarantee")"
echo "      $(field tookSeconds <<<"$guarantee") s from payment to the switch's word, told $(($(date +%s%3N) - paid_at)) ms after the click"

say "The books balance"
log_in finance
books=$(ask /api/billing/v1/trialBalance)
grep -o '"ledgerAccount":"[^}]*' <<<"$books" | sed 's/"//g; s/,/  /g; s/^/      /'

echo
echo "  The traces open in the dashboard; log in once with the link that ./run printed."
