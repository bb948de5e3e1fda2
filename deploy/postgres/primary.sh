#!/bin/bash
# Once, when the primary is made: the service's roles and database (roles.sql), and a role for the
# standby. Each of them proves itself by its certificate; no password opens anything from outside.
set -euo pipefail
roles=${ROLES:-/roles.sql}
super=(psql --username "$POSTGRES_USER" --dbname postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1)
"${super[@]}" --file "$roles"
"${super[@]}" --command "CREATE ROLE replicator REPLICATION LOGIN"
cat > "$PGDATA/pg_hba.conf" <<'HBA'
local   all            postgres                                   peer
hostssl credit_window  credit_window,credit_window_service  all  cert
hostssl replication    replicator                           all  cert
HBA
