#!/bin/bash
# Makes the secrets that compose.yaml hands to the containers; what is there already stays, and
# certificates with less than 60 days to go are made anew.
#   deploy/make_secrets.sh
set -euo pipefail
umask 077
cd "$(dirname "$0")"
mkdir -p secrets/tls
SERVICE=10001 # the user of deploy/Dockerfile
SERVER=999    # the user of the images of PostgreSQL and Valkey

own() { # name, owner
    chmod 400 "secrets/$1"
    if [ "$(id -u)" = 0 ]; then chown "$2:$2" "secrets/$1"; fi
}
put() { # name, owner, text
    if [ ! -s "secrets/$1" ]; then printf '%s\n' "$3" > "secrets/$1"; fi
    own "$1" "$2"
}
certify() { # name, owner, hosts …
    ./make_certificate.sh secrets "$1" "${@:3}"
    own "$1.crt" "$2"
    own "$1.key" "$2"
}
random() { head -c 32 /dev/urandom | base64; }

certify database "$SERVER" database
certify replica "$SERVER" replica
certify redis "$SERVER" redis
certify replicator "$SERVER"
certify web "$SERVICE" web 127.0.0.1
certify credit_window "$SERVICE"
certify credit_window_service "$SERVICE"
chmod 444 secrets/ca.crt # every part looks at it; it is no secret
put superuser_password "$SERVER" "$(random)"

proof() { echo "sslmode=verify-full&sslrootcert=/run/secrets/ca.crt&sslcert=/run/secrets/$1.crt&sslkey=/run/secrets/$1.key"; }
put owner_url "$SERVICE" "postgresql://credit_window@database:5432/credit_window?$(proof credit_window)"
service=credit_window_service
put database_url "$SERVICE" "postgresql://$service@database:5432/credit_window?$(proof $service)"
put database_replica_url "$SERVICE" "postgresql://$service@replica:5432/credit_window?$(proof $service)"
put redis_url "$SERVICE" "rediss://redis:6379/0?ssl_ca_certs=/run/secrets/ca.crt&ssl_certfile=/run/secrets/$service.crt&ssl_keyfile=/run/secrets/$service.key"
for name in secret_key data_key index_key audit_key signing_key; do
    put "$name" "$SERVICE" "$(random)"
done
[ -s secrets/tls/fullchain.pem ] || echo "Put fullchain.pem and privkey.pem into $(pwd)/secrets/tls."
[ "$(id -u)" = 0 ] || echo "Not root: let user $SERVICE read what the service reads (chown), and user $SERVER what the servers read."
