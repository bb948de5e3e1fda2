#!/bin/bash
# A command of the service with the environment and the secrets of its units:
#   cp deploy/systemd/credit-window.sh /usr/local/sbin/credit-window
#   credit-window doctor
#   credit-window accounts create NAME --role admin
#   credit-window db upgrade               (commands of the schema sign in as the owner of the tables)
set -euo pipefail
home=/opt/credit-window
secrets=(database_url database_replica_url redis_url secret_key data_key index_key audit_key signing_key)
options=(
    --pipe --wait --collect --quiet --uid credit-window --gid credit-window
    --working-directory "$home"
    --property EnvironmentFile=/etc/credit-window/environment
    --property StateDirectory=credit-window --property UMask=0077
    --setenv CREDIT_ENV=production --setenv CREDIT_VAR=/var/lib/credit-window
)
case ${1:-} in
    db | walls) database=owner_url ;;
    *) database=database_url ;;
esac
for name in "${secrets[@]}"; do
    case $name in
        *_key) variable=CREDIT_${name^^}_FILE ;;
        *) variable=${name^^}_FILE ;;
    esac
    file=${name/#database_url/$database}
    options+=(--property "LoadCredentialEncrypted=$name:/etc/credit-window/secrets/$file")
    options+=(--property "Environment=$variable=%d/$name")
done
exec systemd-run "${options[@]}" "$home/.venv/bin/python" -m flask --app wsgi "$@"
