#!/bin/sh
# 不予办理和请求过多时怎样处理。What to do about refusals and too many requests: sh refused.sh CODE
#
# 不予办理的答复都是 application/problem+json（RFC 9457）：code 固定不变，可供程序判断；detail 说明原因；
# errors 逐项说明字段、行和改正办法。429 和 503 带 Retry-After：几秒后再试。
# A refusal is application/problem+json: `code` is for programs, `detail` for people, `errors` names each
# field, row and remedy. 429 and 503 carry Retry-After, the seconds to wait; `curl --retry` heeds it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=$(curl --silent --show-error --dump-header "$folder/head" --output "$folder/body" \
    --write-out '%{http_code}' \
    --header "Content-Type: application/json" \
    --data '{"subject": {"id_type": "uscc", "id_number": "'"$1"'"}}' \
    "$CREDIT_WINDOW_URL/api/v1/queries")
case $status in
    2??) cat "$folder/body" ;;
    429 | 503)
        wait=$(tr -d '\r' < "$folder/head" | sed -n 's/^[Rr]etry-[Aa]fter: *//p')
        echo "请在 ${wait:-60} 秒后再试 · try again in ${wait:-60} s" >&2
        exit 75 ;;
    *)
        echo "$status" >&2
        cat "$folder/body" >&2
        exit 1 ;;
esac
