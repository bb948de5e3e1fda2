"""What was promised against what is there, row by row, when all is done."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.faults.book import Book
from tests.faults.town import POINTS, Town

AUDITED = "SELECT object_ref, count(*) FROM audit_entry WHERE action = '{}' GROUP BY 1"
LOGGED = (
    "SELECT object_ref, count(*) FROM query_log_entry WHERE object_ref IN "
    "(SELECT number FROM {}) GROUP BY 1"
)
ROWS = "SELECT {}::text, count(*) FROM {} GROUP BY 1"
PLACES: dict[str, dict[str, str]] = {
    "check": {
        "row": "SELECT number, count(*) FROM credit_check WHERE batch_id IS NULL GROUP BY 1",
        "audit": (
            "SELECT object_ref, count(*) FROM audit_entry WHERE action = 'check.made' AND "
            "object_ref IN (SELECT number FROM credit_check WHERE batch_id IS NULL) GROUP BY 1"
        ),
        "query log": (
            "SELECT object_ref, count(*) FROM query_log_entry WHERE channel = 'api' AND object_ref "
            "IN (SELECT number FROM credit_check WHERE batch_id IS NULL) GROUP BY 1"
        ),
    },
    "certificate": {
        "row": "SELECT number, count(*) FROM credit_check WHERE certificate IS NOT NULL GROUP BY 1",
        "audit": AUDITED.format("certificate.issued"),
    },
    "query": {
        "row": ROWS.format("number", "credit_query"),
        "query log": LOGGED.format("credit_query"),
    },
    "entry": {
        "row": "SELECT id::text, count(*) FROM points_claim WHERE quantity = 1 GROUP BY 1",
        "ledger": (
            "SELECT e.id::text, count(*) FROM points_entry e JOIN points_claim c ON c.id = e.id "
            "WHERE c.quantity = 1 GROUP BY 1"
        ),
        "audit": (
            "SELECT object_ref, count(*) FROM audit_entry WHERE action = 'points.entered' AND "
            "object_ref IN (SELECT id::text FROM points_claim WHERE quantity = 1) GROUP BY 1"
        ),
    },
    "order": {
        "row": ROWS.format("number", "points_order"),
        "audit": AUDITED.format("points.ordered"),
    },
    "case": {
        "row": ROWS.format("number", "case_file"),
        "audit": AUDITED.format("case.open"),
    },
    "case step": {
        "event": (
            "SELECT f.number || ' ' || e.action, count(*) FROM case_event e JOIN case_file f "
            "ON f.id = e.case_id WHERE e.actor_role <> 'system' GROUP BY 1"
        ),
        "audit": (
            "SELECT object_ref || ' ' || substr(action, 6), count(*) FROM audit_entry e "
            "WHERE action LIKE 'case.%' AND actor_role <> 'system' GROUP BY 1"
        ),
    },
    "document": {
        "row": ROWS.format("id", "case_document"),
        "audit": (
            "SELECT details ->> 'document', count(*) FROM audit_entry "
            "WHERE action = 'document.attached' GROUP BY 1"
        ),
    },
    "batch": {
        "row": ROWS.format("id", "check_batch"),
        "audit": AUDITED.format("batch.started"),
    },
    "import": {
        "row": ROWS.format("id", "record_import"),
        "audit": AUDITED.format("records.import_started"),
        "end in audit": AUDITED.format("records.import_ended"),
    },
}
"""Where each kind of promise has to be found, and the statement that counts by number."""


@dataclass
class Line:
    """One kind of promise in one place."""

    kind: str
    place: str
    promised: int
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    """There, though nobody was promised it: a deed done twice under two numbers."""

    @property
    def kept(self) -> int:
        return self.promised - len(self.lost)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.unasked)


def compare(kind: str, place: str, promised: set[str], found: Counter[str]) -> Line:
    """Promises against rows."""
    return Line(
        kind,
        place,
        len(promised),
        sorted(promised - found.keys()),
        sorted(number for number in promised if found[number] > 1),
        sorted(found.keys() - promised),
    )


def reckon(database: str, book: Book, town: Town, counterpart: dict[str, Any]) -> list[Line]:
    """Every kind of promise in every place where it has to be."""
    lines = []
    with psycopg.connect(database) as connection:

        def counted(sql: str) -> Counter[str]:
            return Counter(dict(connection.execute(sql.encode()).fetchall()))

        for kind, places in PLACES.items():
            for place, sql in places.items():
                lines.append(compare(kind, place, set(book.promises[kind]), counted(sql)))
        lines += _rows_of_files(connection, book)
        lines.append(_closed(connection, book))
        lines.append(_receipts(connection, counterpart))
        lines.append(_spendable(connection, book, town))
    return lines


def _rows_of_files(connection: psycopg.Connection[Any], book: Book) -> list[Line]:
    """Applicants of batches and rows of imports."""
    asked = {
        f"{batch} {row}"
        for batch, count in book.promises["batch"].items()
        for row in range(2, count + 2)
    }
    done = connection.execute(
        "SELECT batch_id || ' ' || batch_row, count(*) FROM credit_check "
        "WHERE batch_id IS NOT NULL GROUP BY 1"
    ).fetchall()
    logged = connection.execute(
        "SELECT object_ref, count(*) FROM query_log_entry WHERE channel = 'batch' GROUP BY 1"
    ).fetchall()
    numbers = connection.execute("SELECT number FROM credit_check WHERE batch_id IS NOT NULL")
    decisions = {one for rows in book.promises["import"].values() for one in rows}
    records = connection.execute(
        "SELECT decision_number, count(*) FROM record WHERE import_id IS NOT NULL GROUP BY 1"
    ).fetchall()
    return [
        compare("applicant", "row", asked, Counter(dict(done))),
        compare("applicant", "query log", {row[0] for row in numbers}, Counter(dict(logged))),
        compare("record", "row", decisions, Counter(dict(records))),
    ]


def _closed(connection: psycopg.Connection[Any], book: Book) -> Line:
    """Repairs that were granted: each carried out and closed once, by the service itself."""
    granted = {one.split()[0] for one in book.promises["case step"] if one.endswith(" grant")}
    closed = connection.execute(
        "SELECT f.number, count(*) FROM case_event e JOIN case_file f ON f.id = e.case_id "
        "WHERE e.action = 'complete' GROUP BY 1"
    ).fetchall()
    return compare("repair", "closed", granted, Counter(dict(closed)))


def _receipts(connection: psycopg.Connection[Any], counterpart: dict[str, Any]) -> Line:
    """What decisions change elsewhere: carried out once at the counterpart for each effect."""
    effects = connection.execute(
        "SELECT id::text FROM case_effect WHERE target IN ('credit_china', 'provincial') "
        "AND state = 'confirmed'"
    ).fetchall()
    given = Counter(line["key"] for line in counterpart["receipts"])
    return compare("receipt", "counterpart", {row[0] for row in effects}, given)


def _spendable(connection: psycopg.Connection[Any], book: Book, town: Town) -> Line:
    """What members can spend: what they began with and earned, less what they spent."""
    owed = dict.fromkeys(town.members, POINTS)
    for member, points in book.promises["entry"].values():
        owed[member] += points
    for member, points in book.promises["order"].values():
        owed[member] -= points
    held = dict(
        connection.execute(
            "SELECT m.number, b.spendable FROM points_balance b JOIN member m ON m.id = b.member_id"
        ).fetchall()
    )
    wrong = [f"{one}: {held.get(one)} for {due}" for one, due in owed.items() if held[one] != due]
    return Line("member", "balance", len(owed), lost=wrong)
