#!/bin/bash
# Once, when the primary is made: a role for the standby, and who may connect from inside.
set -euo pipefail
password=$(cat /run/secrets/replication_password)
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
    --set password="$password" <<'SQL'
CREATE ROLE replicator REPLICATION LOGIN PASSWORD :'password';
SQL
echo "host replication replicator all scram-sha-256" >> "$PGDATA/pg_hba.conf"
