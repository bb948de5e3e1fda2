#!/bin/sh
# 核验证明、文书或报告，不用登录。Is a paper genuine and current? No sign-in: sh verify.sh NUMBER
#
# intact：内容是否未被改动；status：valid 现行有效、superseded 已被取代、revoked 已撤销。
# 纸质或离线时用 tools/verify_certificate.py 核验签名。Offline, tools/verify_certificate.py checks the signature.
set -eu
curl --silent --show-error --fail-with-body "$CREDIT_WINDOW_URL/api/v1/verify/$1"
