# shellcheck shell=bash disable=SC2034,SC2154 # read and set by play.sh
# One complaint, from the call to its close (C1, C4, C8).
steps=8
readonly tickets=/tmf-api/troubleTicket/v4/troubleTicket

say "An agent of the hotline logs in"
log_in agent

say "He looks the customer up by her account number"
account=$(ask "/api/billing/v1/accounts?number=A1000003")
id=$(field id <<<"$account")
[[ -n $id ]] || fail "There is no account A1000003: was the platform started with --empty?"
echo "      $(field customerName <<<"$account"), $(field phoneNumber <<<"$account")"

say "He takes her complaint"
ticket=$(send "$tickets" "{
  \"description\": \"宽带每晚八点后断线，已经第三次了\", \"severity\": \"major\", \"ticketType\": \"complaint\",
  \"relatedEntity\": [{ \"id\": \"$id\", \"role\": \"account\", \"@referredType\": \"BillingAccount\" }] }")
case=$(field caseNumber <<<"$ticket")
[[ -n $case ]] || fail "The case was not taken: $ticket"
trace=$(last_trace)

say "She is told on her phone"
text=$(until_there "The message about $case" "$messages?characteristic.value=$case" '"content":"' | field content)

say "Her phone confirms it"
until_there "The receipt for $case" "$messages?characteristic.value=$case&status=completed" '"id"' >/dev/null

case_id=$(field id <<<"$ticket")
act() { # act ACTION JSON: does something to the case
  send "/api/complaints/v1/troubleTickets/$case_id/$1" "$2"
}

say "So the first of three promises is kept; the final answer is due $(field expectedResolutionDate <<<"$ticket")"
until_there "The acknowledgement of $case" "/api/complaints/v1/troubleTickets/$case_id/history" \
  '"what":"acknowledge"' >/dev/null

say "A technician changes her modem, and he answers"
act start '{}' >/dev/null
act results '{ "result": "光猫老化，今天上门更换" }' >/dev/null
answered=$(ask "$tickets/$case_id" -X PATCH -H 'Content-Type: application/merge-patch+json' \
  -d '{ "status": "resolved", "statusChangeReason": "已更换光猫" }')
[[ $(field status <<<"$answered") == resolved ]] || fail "The case was not resolved: $answered"

say "She is called back, is satisfied, and only now the case closes"
closed=$(act callbacks '{ "outcome": "answered", "isSatisfied": true, "score": 5, "remark": "谢谢" }')
[[ $(field status <<<"$closed") == closed ]] || fail "The case was not closed: $closed"

cat <<EOF

  Case   $case  $gateway$(field href <<<"$ticket")
  SMS    $text
  Trace  $dashboard/traces/detail/$trace
         (log in once with the dashboard's link that ./run printed)
EOF
