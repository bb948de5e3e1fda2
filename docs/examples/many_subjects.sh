#!/bin/sh
# 查一批，最多 10,000 个：文件每行一个代码。Ask about up to 10,000: sh many_subjects.sh FILE, one code a line.
#
# 要求 application/x-ndjson，每行一个答复，边办边到；--no-buffer 让 curl 收到一行就写出一行。
# With application/x-ndjson each line answers one subject and arrives while the others are worked on.
set -eu
awk 'BEGIN { print "{\"purpose\": \"enterprise_review\",";
             print "\"basis\": {\"kind\": \"sharing\", \"reference\": \"杭西教〔2026〕3号\"}, \"subjects\": [" }
     NF    { printf "%s{\"id_number\": \"%s\"}\n", (count++ ? "," : ""), $1 }
     END   { print "]}" }' "$1" |
curl --silent --show-error --fail-with-body --no-buffer \
    --header "Authorization: Bearer $CREDIT_WINDOW_TOKEN" \
    --header "Content-Type: application/json" --header "Accept: application/x-ndjson" \
    --data-binary @- "$CREDIT_WINDOW_URL/api/v1/queries"
