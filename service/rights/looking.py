"""The caller's own look is logged like anybody's: once for an answer, in its transaction."""

import hashlib
from collections.abc import Sequence

from service import audit
from service.audit import QueryRead
from service.database import transaction
from service.rights.me import Me

PURPOSE = "own_data"
SELF = "self"


def log_own_look(me: Me, fields: Sequence[str], told: str, channel: str) -> None:
    """Log that the caller saw what is held about itself; `told` is the answer, kept as a digest."""
    with transaction():
        audit.log_query(
            QueryRead(
                basis_kind="authorisation",
                basis_reference=SELF,
                purpose=PURPOSE,
                subject_index=me.index,
                subject_kind=me.kind,
                fields=tuple(fields),
                result_hash=hashlib.sha256(told.encode()).digest(),
                channel=channel,
            )
        )
