#!/bin/sh
# 查一个单位。Ask about one organisation: sh one_query.sh CODE
#
# 每次查询都要写明依据和用途，并记入查询日志。Every query states its basis and purpose and is logged.
# 没有收到答复时凭同一个 Idempotency-Key 重发，只办理一次。Sent again under one key, it is done once.
set -eu
curl --silent --show-error --fail-with-body --retry 3 --retry-connrefused \
    --header "Authorization: Bearer $CREDIT_WINDOW_TOKEN" \
    --header "Content-Type: application/json" \
    --header "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" \
    --data '{
        "purpose": "enterprise_review",
        "basis": {"kind": "sharing", "reference": "杭西教〔2026〕3号"},
        "subject": {"id_number": "'"$1"'"}
    }' \
    "$CREDIT_WINDOW_URL/api/v1/queries"
