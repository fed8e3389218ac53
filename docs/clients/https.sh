#!/usr/bin/env bash
# Asks ktp-verify one question over HTTPS, with curl, which signs it too.
#
#     https.sh API-URL id_name|id_selfie REQUEST.json [KEY]
#
# Needs jq, openssl, curl from 7.88 on, AWS_REGION and AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for a role's,
# AWS_SESSION_TOKEN, as `aws configure export-credentials --format env` gives them.
# With KTP_LIVEMODE=false it takes a sandbox's verdicts alone.
# Exit code: 0 verdict, 3 refused, 4 try later with the same KEY, 5 unknown charge.
set -euo pipefail

tries=6 # with the pauses between them longer than the 30 s for which a broken-off verification holds its key
longest_pause=60 # s: a budget that is used up opens again after hours or days
time_out=35 # s: longer than the 30 s after which API Gateway answers
livemode=${KTP_LIVEMODE:-true} # of the verdicts that this program may use
no_such_host=6 # curl's exit status

# What happened on the way, in the function's own terms.
on_the_way() { # STATUS CHARGE RETRYABLE REASON
  jq -n --arg status "$1" --arg charge "$2" --argjson retryable "$3" --arg reason "$4" '$ARGS.named'
}
no_answer() { on_the_way NO_ANSWER UNKNOWN true "$1"; } # the key makes it safe to ask again

# As curl's configuration: arguments can be read by everyone on the machine.
credentials() {
  echo "user = \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""
  [ -z "${AWS_SESSION_TOKEN:-}" ] || echo "header = \"X-Amz-Security-Token: $AWS_SESSION_TOKEN\""
}

# One request, and what came of it.
post() {
  local response body status retry_after failed=0
  response=$(curl --silent --connect-timeout 2 --max-time "$time_out" --config <(credentials) \
    --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" --header "Idempotency-Key: $key" \
    --header 'Content-Type: application/json' --data-binary "@$file" \
    --write-out '\n%{http_code} %header{retry-after}' "$url") \
    || failed=$?
  case $failed in
    0) ;;
    "$no_such_host") on_the_way UNKNOWN_HOST FREE false "$url"; return ;;
    *) no_answer "curl's exit status $failed"; return ;; # time-out or lost connection: it may have run
  esac
  body=${response%$'\n'*}
  read -r status retry_after <<<"${response##*$'\n'}"
  # API Gateway's own answer has a message alone. By a 5xx it says too that the function broke or took too long.
  if jq -e .charge <<<"$body" >/dev/null 2>&1; then jq --arg s "$retry_after" '.retry_after = $s' <<<"$body"
  elif [ "$status" = 429 ]; then on_the_way THROTTLED FREE true ""
  elif [ "$status" -ge 500 ]; then no_answer "HTTP $status"
  else on_the_way "HTTP_$status" FREE false "$(jq -r '.message? // ""' <<<"$body" 2>/dev/null)"
  fi
}

of() { jq -r "$1 // \"\"" <<<"$answer"; }

# Asks until there is an answer to keep, or the tries are used up.
verify() {
  local pause=1 least lost=
  for ((attempt = 1; ; attempt++)); do
    answer=$(post)
    [ "$(of .status)" != NO_ANSWER ] || lost=yes
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

# A verdict of the sandbox is none for production, nor the other way round.
of_this_mode() {
  jq --arg expected "$livemode" 'if .outcome and "\(.livemode)" != $expected
    then del(.outcome) | .status = "WRONG_LIVEMODE" else . end' <<<"$answer"
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
answer=$(of_this_mode)
read -r code word < <(ending)
# Never the request: it holds personal data, and so may `result`.
echo "$word: $(of '(.outcome // .status)'), charge=$(of .charge), key=$key, request_id=$(of '(.request_id // "-")')"
reason=$(of .reason)
[ -z "$reason" ] || echo "$reason" >&2
jq -r '.hints[]? | "hint: \(.field) \(.code)"' <<<"$answer" >&2
exit "$code"
