"""The dated table of how long what surrounds the records is kept. Pure but for reading it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from credit.records.dated import the_one_in_force
from credit.rules.vocabulary import Evidence
from service.clock import begins
from service.months import DAY_MAX, add_months, kept_since
from service.yaml_file import read_yaml

TABLE = Path(__file__).parent / "tables" / "terms.yaml"


class Kept(StrEnum):
    """What the table knows a term for."""

    checked_identity = "checked_identity"
    import_file = "import_file"
    authorisation = "authorisation"
    message = "message"


@dataclass(frozen=True, slots=True)
class Term:
    """One row: so many months, on that ground."""

    code: Kept
    months: int
    source: str
    evidence: Evidence
    valid_from: date
    valid_to: date | None


@cache
def terms() -> tuple[Term, ...]:
    """All rows of the table."""
    rows = read_yaml(TABLE)
    return tuple(
        Term(**row | {"code": Kept(row["code"]), "evidence": Evidence(row["evidence"])})
        for row in rows
    )


def term_on(code: Kept, day: date) -> Term:
    """The row in force. Raises `NotCovered`, `TableInvalid`."""
    rows = [row for row in terms() if row.code is code]
    return the_one_in_force(rows, day, table=TABLE.stem)


def made_before(code: Kept, day: date) -> datetime:
    """What was made before this moment has been kept long enough on a day."""
    return begins(kept_since(day, term_on(code, day).months))


def last_day(code: Kept, made: date, day: date) -> date:
    """The last day on which what was made on `made` is kept, by the row in force on `day`."""
    last = add_months(made, term_on(code, day).months)
    return last if made.day < DAY_MAX else add_months(last.replace(day=1), 1) - timedelta(days=1)
