# shellcheck shell=bash disable=SC2034,SC2154 # read and set by play.sh
# A service provider's two months (V1 to V5, V7 to V10, V15, N9, B12, C15): it earns less because a customer complained, and
# is told so in signed webhooks. Business time is moved, so the platform runs with --simulated-clock.
steps=17
readonly vas=/api/vas/v1 cases=/api/complaints/v1/troubleTickets
readonly numbers=(A1000001 A1000003 A1000006 A1000009 A1000012) price=12.35
readonly phones=$data/kannel
run=$(date +%s) # what must be nobody else's has it, so that the play can be played again

sent() { # sent WHAT PATH JSON: the answer to a POST that has to work
  local answer
  answer=$(send "$2" "$3")
  [[ -n $(field id <<<"$answer") ]] || fail "$1 was refused: $answer"
  printf '%s\n' "$answer"
}

refused() { # refused PATH JSON CODE
  local answer
  answer=$(send "$1" "$2")
  [[ $(field code <<<"$answer") == "$3" ]] || fail "This should have been refused with $3: $answer"
  echo "      refused: $(field code <<<"$answer"): $(field detail <<<"$answer")"
}

change_policy() { # change_policy KEY VALUE FROM: two persons, unless it holds already
  local change
  log_in leader
  [[ $(ask "$vas/policies?key=$1") != *"\"value\":$2,"* ]] || return 0
  change=$(sent "The change of $1" "$vas/policies/$1/changes" "{ \"jurisdiction\": \"CN-national\", \"value\": $2,
    \"effectiveFrom\": \"$3\", \"source\": \"operator code\", \"reason\": \"A demonstration with few customers\" }")
  log_in leader-2
  sent "The second person's word" "$vas/policyChanges/$(field id <<<"$change")/approval" '{}' >/dev/null
}

free_port() {
  local port
  while port=$(shuf -n 1 -i 20000-30000) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

subscribe() { # subscribe PERSON ACCOUNT NUMBER: asks for the service, and answers the prompt as the phone's owner
  local asked reply
  log_in "$1"
  asked=$(sent "The subscription of $3" "$vas/subscriptions" \
    "{ \"serviceId\": \"$service_id\", \"accountId\": \"$2\", \"serviceNumber\": \"$3\" }")
  reply=$(field replyNumber <<<"$asked")
  for ((tries = 0; tries < 150; tries++)); do
    if prompt=$(grep -F " SMS to $3 from $reply: " "$phones/phones.log"); then break; fi
    sleep 0.2
  done
  [[ -n $prompt ]] || fail "The prompt to $3 did not come within 30 s."
  echo "$3 $reply 是" >"$phones/phones.in"
  subscription=$(until_there "The subscription of $3" "$vas/subscriptions/$(field id <<<"$asked")" '"status":"active"')
}

charge_all() { # charge_all KEY: a month's fee of every subscription
  local now id answer
  log_in partner-of-the-play
  now=$(business_time)
  for id in "${subscriptions[@]}"; do
    answer=$(sent "The charge" "$vas/charges" "{ \"key\": \"$1-$id\", \"serviceId\": \"$service_id\",
      \"subscriptionId\": \"$id\", \"amount\": $price, \"occurredAt\": \"$now\" }")
    until_there "The posting" "$vas/charges/$(field id <<<"$answer")" '"status":"posted"' >/dev/null
  done
}

draft() { # draft MONTH: its statement
  log_in finance
  send "$vas/settlementRuns" "{ \"period\": \"$1\" }" >/dev/null
  ask "$vas/statements?providerId=$provider_id&period=$1"
}

lines_of() { # lines_of STATEMENT: as a column
  local line
  echo "$(field number <<<"$1")"
  grep -o '"kind":"[^"]*","basis":[^,]*,"rate":[^,]*,"amount":[^,]*' <<<"$1" | sed 's/"[a-z]*"://g; s/"//g' \
    | while IFS=, read -r kind basis rate amount; do
      printf '%-15s %8.2f x %4.2f %10.2f\n' "$kind" "$basis" "$rate" "$amount"
    done
  printf '%-15s %26.2f\n' payable "$(field payable <<<"$1")"
}

verified() { # verified TYPE: the first event of that type that the library verified
  local event
  for ((tries = 0; tries < 150; tries++)); do
    if event=$(grep -m 1 -F "\"type\":\"$1\"" "$received"); then
      printf '%s\n' "$event"
      return
    fi
    sleep 0.2
  done
  fail "No verified webhook $1 came within 30 s: $(cat "$received.errors")"
}

log_in agent
require_simulated_clock
"$home/eng/setup" --for demo
accounts=() lines=()
for number in "${numbers[@]}"; do
  account=$(ask "/api/billing/v1/accounts?number=$number")
  accounts+=("$(field id <<<"$account")")
  lines+=("$(field serviceNumber <<<"$account")")
  [[ -n ${accounts[-1]} ]] || fail "There is no account $number: was the platform started with --empty?"
done
for account in "${accounts[@]}"; do pay_what_is_due "$account"; done
begin_by_day
month=$(date -d "$(business_time)" +%Y-%m)
next=$(date -d "$month-01 + 1 month" +%Y-%m)
after=$(date -d "$next-01 + 1 month" +%Y-%m)

say "Two leaders let complaint rates count from five subscribers and one complaint, from $next on"
change_policy sp.rate.min_base 5 "$next-01T00:00:00+08:00"
change_policy sp.rate.min_count 1 "$next-01T00:00:00+08:00"

say "Finance registers a service provider and its service; a second person of finance approves both"
log_in finance
provider=$(sent "The provider" "$vas/providers" "{ \"nameZh\": \"晨光音乐\", \"nameEn\": \"Dawn Music\",
  \"licence\": \"B2-$run\", \"contractNumber\": \"HT-$run\", \"hotline\": \"4006690001\" }")
provider_id=$(field id <<<"$provider")
log_in finance-2
sent "The approval" "$vas/providers/$provider_id/approval" '{}' >/dev/null
log_in finance
service=$(sent "The service" "$vas/services" "{ \"providerId\": \"$provider_id\", \"nameZh\": \"晨光包月\",
  \"nameEn\": \"Dawn monthly\", \"accessCode\": \"1066$run\", \"price\": $price, \"period\": \"month\" }")
service_id=$(field id <<<"$service")
log_in finance-2
sent "The approval" "$vas/services/$service_id/approval" '{}' >/dev/null
echo "      $(field number <<<"$provider") 晨光音乐 Dawn Music, 晨光包月 ¥$price a month"

say "Ops give the provider credentials of its own; it registers where it wants to be told"
log_in ops
credentials=$(send /api/platform/v1/partnerClients "{ \"partner\": \"$provider_id\" }")
client=$(field clientId <<<"$credentials")
[[ -n $client ]] || fail "The credentials were refused: $credentials"
tokens[partner-of-the-play]=$(curl -sS --max-time 10 --config - -d grant_type=client_credentials "$gateway/connect/token" \
  <<<"user = \"$client:$(field clientSecret <<<"$credentials")\"" | field access_token)
log_in partner-of-the-play
port=$(free_port)
endpoint=$(sent "The endpoint" "$vas/partnerEndpoints" "{ \"url\": \"http://127.0.0.1:$port/events\" }")
received=$(mktemp)
(cd "$home/eng/webhooks" && WEBHOOK_SECRET=$(field secret <<<"$endpoint") PORT=$port exec node receiver.mjs) \
  >"$received" 2>"$received.errors" </dev/null &
receiver=$!
trap 'kill "$receiver" 2>/dev/null; rm -f "$received" "$received.errors"' EXIT
echo "      http://127.0.0.1:$port/events, its secret shown once: the receiver of docs/partners.md listens there"

say "It tries to charge a customer who never asked for it"
refused "$vas/charges" "{ \"key\": \"early\", \"serviceId\": \"$service_id\", \"serviceNumber\": \"${lines[0]}\",
  \"amount\": $price, \"occurredAt\": \"$(business_time)\" }" charge.no-consent
show_trace

say "Five customers ask for the service; each is asked back, and answers 是"
subscriptions=()
for i in "${!accounts[@]}"; do
  if ((i == 0)); then subscribe customer "${accounts[i]}" "${lines[i]}"; else subscribe agent "${accounts[i]}" "${lines[i]}"; fi
  subscriptions+=("$(field id <<<"$subscription")")
  ((i > 0)) || echo "      ${prompt#* }"
done

say "The provider charges each of them ¥$price, and they are told"
charge_all first
show_trace
log_in customer
told "${accounts[0]}" service-charged $price

say "The month is over: it is on their bills with the provider's name"
go_on_to "$next-01 10:00"
log_in finance
bill_run=$(send /api/billing/v1/billRuns "{ \"period\": \"$month\" }")
until_there "The end of the bill run" "$(field href <<<"$bill_run")" '"status":"finished"' >/dev/null
log_in customer
bill=$(bill_of "${accounts[0]}" | field id)
ask "/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate?bill.id=$bill" | grep -o '"name":"[^"]*","nameEn":"[^"]*","type":"thirdParty"' \
  | sed 's/"name":"\([^"]*\)","nameEn":"\([^"]*\)".*/      \1 (\2)/'

say "Finance drafts the provider's statement of $month"
before=$(draft "$month")
show_trace

say "The customers are told that it renews, and have their five days; then the provider charges the next month"
log_in customer
told "${accounts[0]}" subscription-renewing $price
go_on_to "$next-07 10:00"
charge_all second

say "A customer complains: he was subscribed by a trick"
log_in customer
ticket=$(sent "The complaint" /tmf-api/troubleTicket/v4/troubleTicket "{ \"description\": \"我没有订过这个业务，是强制订购的\",
  \"severity\": \"major\", \"ticketType\": \"complaint\", \"nature\": \"forcedSubscription\",
  \"relatedEntity\": [{ \"id\": \"$service_id\", \"role\": \"service\", \"@referredType\": \"ProductOffering\" }] }")
case=$(field caseNumber <<<"$ticket")
case_id=$(field id <<<"$ticket")
echo "      $case"

say "An agent pays first: ¥$price back at once, before anybody settled whose fault it was"
log_in agent
send "$cases/$case_id/start" '{}' >/dev/null
sent "The compensation" "$cases/$case_id/compensations" "{ \"amount\": $price, \"reason\": \"先行赔付：退还包月费\" }" >/dev/null
told "${accounts[0]}" compensation-granted $price

say "He finds the provider responsible, answers, calls back, and only then the case closes"
send "$cases/$case_id/results" '{ "result": "已退费，服务商负有责任" }' >/dev/null
send "$cases/$case_id/findings" '{ "isUpheld": true, "responsible": "provider", "cause": "页面诱导点击" }' >/dev/null
ask "/tmf-api/troubleTicket/v4/troubleTicket/$case_id" -X PATCH -H 'Content-Type: application/merge-patch+json' \
  -d '{ "status": "resolved", "statusChangeReason": "已退费" }' >/dev/null
closed_at=$(date +%s%3N)
closed=$(send "$cases/$case_id/callbacks" '{ "outcome": "answered", "isSatisfied": true, "score": 5 }')
[[ $(field status <<<"$closed") == closed ]] || fail "The case was not closed: $closed"
close_trace=$(last_trace)

say "The provider hears of it: its complaint rate, and that it sells nothing new"
rate=$(verified complaint-rate.changed)
sanction=$(verified sanction.imposed)
echo "      $(($(date +%s%3N) - closed_at)) ms after the close"
echo "      $(field rate <<<"$rate") complaints per 10,000 subscribers, factor $(field factor <<<"$rate") instead of $(field previousFactor <<<"$rate")"
echo "      $(field kind <<<"$sanction"): $(field reason <<<"$sanction")"
log_in agent
account=$(ask "/api/billing/v1/accounts?number=A1000015")
refused "$vas/subscriptions" "{ \"serviceId\": \"$service_id\", \"accountId\": \"$(field id <<<"$account")\",
  \"serviceNumber\": \"$(field serviceNumber <<<"$account")\" }" provider.sales-suspended

say "The provider had its days to object; a second person of finance issues the statement of $month"
log_in finance-2
sent "The statement" "$vas/statements/$(field id <<<"$before")/issue" '{}' >/dev/null

say "The statement of $next is drafted: each deduction names its complaint and the policies it rests on"
go_on_to "$after-01 10:00"
statement=$(draft "$next")
adjusted=$(verified settlement.adjusted)
echo "      $(field reason <<<"$adjusted") ¥$(field amount <<<"$adjusted"), complaint $(grep -o '"complaintIds":\["[^"]*' <<<"$adjusted" | cut -d '"' -f 4) ($case)"
log_in finance-2
refused "$vas/statements/$(field id <<<"$statement")/issue" '{}' settlement.window-open

say "Its days are over: it is issued"
go_on_to "$after-07 10:00"
log_in finance
refused "$vas/statements/$(field id <<<"$statement")/issue" '{}' settlement.same-person
log_in finance-2
statement=$(sent "The statement" "$vas/statements/$(field id <<<"$statement")/issue" '{}')
issue_trace=$(last_trace)
for ((tries = 0; tries < 150; tries++)); do
  issued=$(grep -F '"type":"settlement.issued"' "$received" | grep -F "$(field id <<<"$statement")" || true)
  [[ -z $issued ]] || break
  sleep 0.2
done
[[ -n $issued ]] || fail "The webhook of the issued statement did not come within 30 s: $(cat "$received.errors")"

say "The books balance"
log_in finance
ask /api/billing/v1/trialBalance | grep -o '"totals":\[[^]]*' | sed 's/.*"totals":\[//; s/[{}"]//g; s/,/  /g; s/^/      /'

cat <<END

  The webhook, its signature verified by the library standardwebhooks of npm (node eng/webhooks/receiver.mjs):
      $issued

  The provider's statements, before the complaint and after it:
$(paste -d '|' <(lines_of "$before") <(lines_of "$statement") | awk -F '|' '{ printf "      %-42s    %s\n", $1, $2 }')

  Traces
      the case closes, the rate changes, sales end, webhooks:  $dashboard/traces/detail/$close_trace
      the statement is issued, the webhook:                    $dashboard/traces/detail/$issue_trace
      (log in once with the dashboard's link that ./run printed)
END
