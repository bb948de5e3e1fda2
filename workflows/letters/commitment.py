"""The commitment as a form: made for one record of a case, to be signed by hand. Not a letter:
it has no number, and nothing is kept of it until it comes back signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from flask import current_app

from credit.records.models import Record
from service import clock
from service.database import db
from service.messages import msg
from service.papers.content import Bilingual
from service.problems import FieldError
from service.settings import Settings
from service.yaml_file import read_yaml
from workflows.engine.models import CaseFile
from workflows.engine.reading import get_case, records_of
from workflows.engine.registry import definition
from workflows.letters.compose import record_lines
from workflows.letters.content import Fact, RecordLine
from workflows.letters.problems import RecordNotNamed
from workflows.letters.texts import NoTextCovers, Row, in_force

TABLE = Path(__file__).with_name("commitment.yaml")


@dataclass(frozen=True)
class Commitment:
    """What the form says."""

    title: Bilingual
    platform: Bilingual
    authority: str
    """To whom the commitment is made."""
    case: str
    made_at: datetime
    """When the case was opened: the form is the same whenever it is printed."""
    facts: tuple[Fact, ...]
    record: RecordLine
    clauses: tuple[Bilingual, ...]
    notes: tuple[Bilingual, ...]


def commitment_for(number: str, record_id: int | None = None) -> Commitment:
    """The form for one record of a case; the only record of a case need not be named.

    Raises `CaseUnknown`, `RecordNotNamed` or `NoTextCovers`.
    """
    case = get_case(number)
    record = _chosen(records_of(db.session(), case), record_id)
    row = _edition(clock.at_office(case.created_at).date())
    settings: Settings = current_app.config["SETTINGS"]
    return Commitment(
        title=Bilingual(row["title"]["zh"], row["title"]["en"]),
        platform=Bilingual(settings.issuer_zh, settings.issuer_en),
        authority=case.authority,
        case=case.number,
        made_at=clock.at_office(case.created_at).replace(microsecond=0),
        facts=_facts(case),
        record=record_lines([record])[0],
        clauses=_texts(row["clauses"]),
        notes=_texts(row["notes"]),
    )


def _chosen(records: Sequence[Record], record_id: int | None) -> Record:
    wanted = [one for one in records if record_id in (None, one.id)]
    if len(wanted) != 1:
        detail = msg("承诺书逐条记录签署，请指明本办件中的一条记录。")
        raise RecordNotNamed(detail, errors=[FieldError("record_id", "record-needed", detail)])
    return wanted[0]


def _facts(case: CaseFile) -> tuple[Fact, ...]:
    found = definition(case.case_type, case.definition_version)
    return (
        Fact(Bilingual("承诺单位", "Enterprise"), case.subject_name),
        Fact(Bilingual("统一社会信用代码", "USCC"), case.subject_code),
        Fact(Bilingual("办件编号", "Case"), case.number),
        Fact(Bilingual("事项", "Matter"), found.name),
    )


def _texts(rows: list[dict[str, str]]) -> tuple[Bilingual, ...]:
    return tuple(Bilingual(row["zh"], row["en"]) for row in rows)


def _edition(day: date) -> Row:
    found = in_force(_table(), day)
    if len(found) != 1:
        raise NoTextCovers(f"{len(found)} texts of a commitment on {day}")
    return found[0]


@cache
def _table() -> list[Row]:
    editions: list[Row] = read_yaml(TABLE)["editions"]
    return editions
