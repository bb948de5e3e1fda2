#!/bin/bash
# A streaming standby: copied from the primary when there is nothing yet, then started.
set -euo pipefail
export PGDATA=/var/lib/postgresql/data/pgdata
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA" && chmod 700 "$PGDATA"
    PGPASSWORD=$(cat /run/secrets/replication_password) pg_basebackup \
        --dbname "host=database user=replicator application_name=replica" \
        --pgdata "$PGDATA" --checkpoint fast --wal-method stream --write-recovery-conf
fi
exec postgres -c hot_standby_feedback=on -c max_connections=200
