#!/bin/sh
# 用账号和密码取得访问令牌。Get a token for an account: sh token.sh NAME PASSWORD
set -eu
answer=$(curl --silent --show-error --fail-with-body --request POST --user "$1:$2" \
    --header "Content-Type: application/json" --data '{"label": "example"}' \
    "$CREDIT_WINDOW_URL/api/v1/tokens")
printf '%s\n' "$answer" | sed 's/.*"token": *"\([^"]*\)".*/\1/'
