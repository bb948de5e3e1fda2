"""What was done and who read what: append-only, sealed in signed Merkle blocks, checkable."""

from service.audit.actor import (
    PUBLIC,
    SYSTEM,
    Actor,
    act_as,
    acting_as,
    current_actor,
    current_request_id,
)
from service.audit.service import (
    Deed,
    QueryRead,
    entry_rows,
    log_query,
    query_rows,
    record,
    record_many,
    record_queries,
)
from service.audit.together import insert_with_entries, with_entries

__all__ = [
    "PUBLIC",
    "SYSTEM",
    "Actor",
    "Deed",
    "QueryRead",
    "act_as",
    "acting_as",
    "current_actor",
    "current_request_id",
    "entry_rows",
    "insert_with_entries",
    "log_query",
    "query_rows",
    "record",
    "record_many",
    "record_queries",
    "with_entries",
]
