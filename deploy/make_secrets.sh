#!/bin/bash
# Makes the secrets that compose.yaml hands to the containers; what is there already stays.
#   deploy/make_secrets.sh
set -euo pipefail
umask 077
cd "$(dirname "$0")"
mkdir -p secrets/tls
SERVICE=10001 # the user of deploy/Dockerfile
POSTGRES=999  # the user of the postgres image

put() { # name, owner, text
    if [ ! -s "secrets/$1" ]; then printf '%s\n' "$3" > "secrets/$1"; fi
    chmod 400 "secrets/$1"
    if [ "$(id -u)" = 0 ]; then chown "$2:$2" "secrets/$1"; fi
}
random() { head -c 32 /dev/urandom | base64; }
password() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

put superuser_password "$POSTGRES" "$(password)"
put owner_password "$POSTGRES" "$(password)"
put service_password "$POSTGRES" "$(password)"
put replication_password "$POSTGRES" "$(password)"
owner="postgresql://credit_window:$(cat secrets/owner_password)"
service="postgresql://credit_window_service:$(cat secrets/service_password)"
put owner_url "$SERVICE" "$owner@database:5432/credit_window"
put database_url "$SERVICE" "$service@database:5432/credit_window"
put database_replica_url "$SERVICE" "$service@replica:5432/credit_window"
put redis_url "$SERVICE" "redis://redis:6379/0"
for name in secret_key data_key index_key audit_key signing_key; do
    put "$name" "$SERVICE" "$(random)"
done
[ -s secrets/tls/fullchain.pem ] || echo "Put fullchain.pem and privkey.pem into $(pwd)/secrets/tls."
[ "$(id -u)" = 0 ] || echo "Not root: let user $SERVICE read the secrets (chown), the four of the database user $POSTGRES."
