#!/bin/bash
# Once, when the primary is made: the service's role, which is no superuser, the role its scoped
# transactions run as (docs/security.md), its database, and a role for the standby.
set -euo pipefail
secrets=${SECRETS:-/run/secrets}
psql --username "$POSTGRES_USER" --dbname postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
    --set password="$(cat "$secrets/database_password")" \
    --set replication="$(cat "$secrets/replication_password")" <<'SQL'
CREATE ROLE credit_window LOGIN PASSWORD :'password';
CREATE ROLE credit_window_scoped NOLOGIN;
GRANT credit_window_scoped TO credit_window;
CREATE DATABASE credit_window OWNER credit_window;
CREATE ROLE replicator REPLICATION LOGIN PASSWORD :'replication';
SQL
echo "host replication replicator all scram-sha-256" >> "$PGDATA/pg_hba.conf"
