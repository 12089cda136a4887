#!/usr/bin/env bash
# Does a running Dispatch do what it should? Asks each endpoint once; needs bash and curl. Exit code 1 when something is wrong.
#   scripts/smoke.sh [URL]          default http://localhost:18087; real answers are asked for only from the simulator
#   scripts/smoke.sh --chat [URL]   also from OpenRouter: two short answers of the easy level, which cost a little
set -euo pipefail

chat=no
if [[ ${1-} == --chat ]]; then
  chat=yes
  shift
fi
if [[ $# -gt 1 || ${1-} == -* ]]; then
  sed -n 's/^#   /usage: /p' "$0" >&2
  exit 2
fi
url=${1:-http://localhost:18087}
url=${url%/}
failures=0

# check WHAT STATUS TEXT CURL-ARGUMENTS...: one request, whose answer (headers included) must have this status and hold this text
check() {
  local what=$1 status=$2 text=$3 answer code
  shift 3
  if ! answer=$(curl --silent --show-error --include --max-time 60 "$@" 2>&1); then
    code='no answer'
  else
    code=$(sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' <<<"$answer")
  fi
  if [[ $code == "$status" && $answer == *"$text"* ]]; then
    printf 'ok      %s\n' "$what"
  else
    printf 'FAILED  %s: expected %s with `%s`, got %s:\n%s\n' "$what" "$status" "$text" "$code" "${answer:0:600}"
    failures=$((failures + 1))
  fi
}

json='Content-Type: application/json'
body='{"model":"dispatch/auto","max_tokens":16,"messages":[{"role":"user","content":"Say hello."}]}'

check 'it lives' 200 '"alive"' "$url/livez"
check 'it takes requests' 200 '"ready"' "$url/readyz"
check 'its config is in order' 200 '"reload_ok":true' "$url/health"
check 'it knows its version' 200 '"version"' "$url/version"
check 'it lists its models' 200 '"dispatch/auto"' "$url/v1/models"
check 'a request is judged' 200 '"analysis":{' -H "$json" -d "$body" "$url/debug/route"
check 'a level can be forced' 200 '"level":"critical"' -H "$json" -H 'X-Dispatch-Level: critical' -d "$body" "$url/debug/route"
check 'a bad body is refused' 400 '"invalid_request_error"' -H "$json" -d '{"messages":' "$url/v1/chat/completions"
check 'an unknown path is refused' 404 '"error"' "$url/nowhere"
check 'it counts' 200 '"requests_total"' "$url/debug/stats"
if [[ $chat == yes ]] || curl --silent --max-time 10 "$url/health" | grep -q '"simulated":true'; then
  check 'an answer comes' 200 '"choices"' -H "$json" -H 'X-Dispatch-Level: easy' -d "$body" "$url/v1/chat/completions"
  check 'an answer is streamed' 200 'data: [DONE]' --no-buffer -H "$json" -H 'X-Dispatch-Level: easy' -d "${body/\{/\{\"stream\":true,}" "$url/v1/chat/completions"
else
  echo 'skipped an answer of OpenRouter, which costs a little: scripts/smoke.sh --chat'
fi

if ((failures > 0)); then
  echo "$failures of these are wrong with $url"
  exit 1
fi
echo "all is well with $url"
