#!/bin/bash
# A streaming standby: copied from the primary when there is nothing yet, then started.
set -euo pipefail
export PGDATA=/var/lib/postgresql/data/pgdata
secrets=/run/secrets
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA" && chmod 700 "$PGDATA"
    proof="sslmode=verify-full sslrootcert=$secrets/ca.crt"
    proof+=" sslcert=$secrets/replicator.crt sslkey=$secrets/replicator.key"
    pg_basebackup --dbname "host=database user=replicator application_name=replica $proof" \
        --pgdata "$PGDATA" --checkpoint fast --wal-method stream --write-recovery-conf
fi
exec postgres -c hot_standby_feedback=on -c max_connections=200 -c ssl=on \
    -c "ssl_ca_file=$secrets/ca.crt" -c "ssl_cert_file=$secrets/replica.crt" -c "ssl_key_file=$secrets/replica.key"
