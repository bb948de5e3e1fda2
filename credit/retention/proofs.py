"""Names and scans of authorisations leave once they prove nothing any more.

They prove that the queries made under an authorisation were allowed. What stays says that it was
given: number, masks, to which unit, for which purposes, from when until when, the digest of the
scan, and that and when it was erased. The trail of the queries is another thing and kept longer.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, text

from credit.queries.models import ENDED_SQL
from credit.retention.limits import AUTHORISATIONS_AT_ONCE
from credit.retention.terms import Kept, made_before
from service import audit
from service.audit import Deed
from service.database import db, transaction

ERASED = "queries.authorisation_erased"
_DUE = f"FROM query_authorisation WHERE erased_on IS NULL AND {ENDED_SQL} < :before"
_COUNT = text(f"SELECT count(*) {_DUE}")
_ERASE = text(f"""
    WITH due AS (SELECT id, number, file_id, {ENDED_SQL} AS ended {_DUE}
            ORDER BY {ENDED_SQL} LIMIT :most FOR UPDATE SKIP LOCKED),
        names AS (UPDATE query_authorisation SET name_sealed = NULL, erased_on = :day
            WHERE id IN (SELECT id FROM due)),
        pieces AS (DELETE FROM stored_piece WHERE file_id IN (SELECT file_id FROM due)),
        files AS (UPDATE stored_file SET name = '' WHERE id IN (SELECT file_id FROM due))
    SELECT due.number, due.ended, f.sha256 FROM due LEFT JOIN stored_file f ON f.id = due.file_id
""")  # noqa: S608 - a text of our own
"""People name a scan after whom it is about, so the name of the file goes as well."""


def forget_authorised(day: date) -> int:
    """Erase name and scan of the authorisations whose term is over; how many."""
    done = 0
    while True:
        some = _forget_some(day)
        done += len(some)
        if len(some) < AUTHORISATIONS_AT_ONCE:
            return done


def _forget_some(day: date) -> Sequence[Row[Any]]:
    values = {"before": _before(day), "day": day, "most": AUTHORISATIONS_AT_ONCE}
    with transaction() as session:
        rows = session.execute(_ERASE, values).all()
        audit.record_many(
            Deed(
                ERASED,
                "query_authorisation",
                row.number,
                {"ended": str(row.ended), "sha256": row.sha256 and row.sha256.hex()},
            )
            for row in rows
        )
        session.expire_all()
    return rows


def count_authorised(day: date) -> int:
    """Authorisations whose name and scan would go."""
    return int(db.session.execute(_COUNT, {"before": _before(day)}).scalar_one())


def _before(day: date) -> date:
    return made_before(Kept.authorisation, day).date()
