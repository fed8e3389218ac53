#!/usr/bin/env bash
# Asks ktp-verify one question over HTTPS, with curl, which signs it too.
#
#     https.sh API-URL id_name|id_selfie REQUEST.json [KEY]
#
# Needs jq, openssl, curl from 7.88 on, AWS_REGION and AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for a role's,
# AWS_SESSION_TOKEN, as `aws configure export-credentials --format env` gives them.
# Exit code: 0 verdict, 3 refused, 4 try later with the same KEY, 5 unknown charge.
set -euo pipefail

tries=6 # with the pauses between them longer than the 30 s for which a broken-off verification holds its key
longest_pause=60 # s: a budget that is used up opens again after hours or days
time_out=35 # s: longer than the 30 s after which API Gateway answers

# What happened on the way, in the function's own terms.
no_answer='{"status":"NO_ANSWER","charge":"UNKNOWN","retryable":true}' # the key makes it safe to ask again
throttled='{"status":"THROTTLED","charge":"FREE","retryable":true}'

# As curl's configuration: arguments can be read by everyone on the machine.
credentials() {
  echo "user = \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""
  [ -z "${AWS_SESSION_TOKEN:-}" ] || echo "header = \"X-Amz-Security-Token: $AWS_SESSION_TOKEN\""
}

# One request, and what came of it.
post() {
  local response body status retry_after
  response=$(curl --silent --connect-timeout 2 --max-time "$time_out" --config <(credentials) \
    --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" --header "Idempotency-Key: $key" \
    --header 'Content-Type: application/json' --data-binary "@$file" \
    --write-out '\n%{http_code} %header{retry-after}' "$url") \
    || { echo "$no_answer"; return; } # time-out or lost connection: it may have run
  body=${response%$'\n'*}
  read -r status retry_after <<<"${response##*$'\n'}"
  # API Gateway's own answer has a message alone. By a 5xx it says too that the function broke or took too long.
  if jq -e .charge <<<"$body" >/dev/null 2>&1; then jq --arg s "$retry_after" '.retry_after = $s' <<<"$body"
  elif [ "$status" = 429 ]; then echo "$throttled"
  elif [ "$status" -ge 500 ]; then echo "$no_answer"
  else jq -n --arg status "HTTP_$status" '{status: $status, charge: "FREE", retryable: false}'
  fi
}

of() { jq -r "$1 // \"\"" <<<"$answer"; }

# Asks until there is an answer to keep, or the tries are used up.
verify() {
  local pause=1 least lost=
  for ((attempt = 1; ; attempt++)); do
    answer=$(post)
    [ "$answer" != "$no_answer" ] || lost=yes
    if [ "$(of .retryable)" != true ] || [ "$attempt" = "$tries" ]; then break; fi
    least=$(of .retry_after)
    [ "${least:-0}" -le "$longest_pause" ] || break
    sleep "$((pause > ${least:-0} ? pause : least)).$((RANDOM % 10))"
    pause=$((pause * 2))
  done
  # That a later try was free says nothing about one that was lost, unless it is the function's last word.
  if [ -n "$lost" ] && { [ "$(of .retryable)" = true ] || [ -z "$(of .request_id)" ]; }; then
    answer=$(jq '.charge = "UNKNOWN"' <<<"$answer")
  fi
}

# What the caller's program does next: exit code and word.
ending() {
  if [ "$(of .retryable)" = true ]; then echo "4 try later"
  elif [[ ! $(of .charge) =~ ^(CHARGED|FREE)$ ]]; then echo "5 unknown charge"
  elif [ -n "$(of .outcome)" ]; then echo "0 verdict"
  else echo "3 refused"
  fi
}

if [ $# -lt 3 ] || [ $# -gt 4 ]; then
  echo "https.sh API-URL id_name|id_selfie REQUEST.json [KEY]" >&2
  exit 1
fi
: "${AWS_REGION:?}" "${AWS_ACCESS_KEY_ID:?}" "${AWS_SECRET_ACCESS_KEY:?}"
# One key per question. A program that must survive its own end stores it with the question before it asks.
url=${1%/}/verify/$2 file=$3 key=${4:-$(openssl rand -hex 16)}
[ -r "$file" ] || { echo "$file can't be read" >&2; exit 1; }
verify
read -r code word < <(ending)
# Never the request: it holds personal data, and so may `result`.
echo "$word: $(of '(.outcome // .status)'), charge=$(of .charge), key=$key, request_id=$(of '(.request_id // "-")')"
reason=$(of .reason)
[ -z "$reason" ] || echo "$reason" >&2
exit "$code"
