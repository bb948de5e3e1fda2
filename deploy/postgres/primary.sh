#!/bin/bash
# Once, when the primary is made: the service's roles and database (roles.sql), and a role for the
# standby.
set -euo pipefail
secrets=${SECRETS:-/run/secrets}
roles=${ROLES:-/roles.sql}
super=(psql --username "$POSTGRES_USER" --dbname postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1)
"${super[@]}" --file "$roles" \
    --set owner_password="$(cat "$secrets/owner_password")" \
    --set service_password="$(cat "$secrets/service_password")"
"${super[@]}" --set replication="$(cat "$secrets/replication_password")" <<'SQL'
CREATE ROLE replicator REPLICATION LOGIN PASSWORD :'replication';
SQL
echo "host replication replicator all scram-sha-256" >> "$PGDATA/pg_hba.conf"
