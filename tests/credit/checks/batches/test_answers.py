"""What is spelled out for a chunk is what a single check would be, column by column."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType

import pytest

from credit.checks.batches.answers import COLUMNS, answerer
from credit.checks.decide import decide
from credit.checks.lookup import NOTHING, Applicant, Found
from credit.checks.models import BasisKind
from credit.checks.write import Request, check_values, result_hash
from credit.rules.facts import Fact, canonical_json
from credit.rules.load import load_text
from credit.rules.vocabulary import FactKind, Tier
from credit.subjects.identifiers import Flag, Identifier, IdType
from service.audit import SYSTEM
from service.database.copied import NULL, copied_text
from tests.credit.checks.conftest import TABLES

AS_OF = date(2026, 11, 23)
REQUEST = Request(
    "school_admission", BasisKind.authorisation, "授权书1", AS_OF, 1, SYSTEM,
    datetime(2026, 11, 23, tzinfo=UTC), AS_OF,
)  # fmt: skip
TABLE = next(
    one
    for one in load_text((TABLES / "xh-demo.yaml").read_text(encoding="utf-8"))
    if one.purpose == "school_admission"
)
PENALTY = Fact(
    record_id=7,
    kind=FactKind.ADMINISTRATIVE_PENALTY,
    decided_on=date(2026, 3, 1),
    tier=Tier.GENERAL,
    amount=Decimal("20000.00"),
    decision_number='杭\\罚"〔2026〕\t1号',
    authority="某局\ue000",
    attributes=MappingProxyType({"wilful": True}),
)
"""Written as no authority writes, with whatever COPY, JSON and our own mark could trip over."""
PLAIN = Identifier(IdType.RESIDENT_ID, "330106198505170010")
DOUBTED = Identifier(IdType.USCC, "91330106MA2AAAAA0X", flags=(Flag.CHECK_DIGIT_FAILED,))
ODD = Identifier(IdType.RESIDENT_ID, "990106198505170010", flags=(Flag.UNKNOWN_AREA,))
CASES = [
    (PLAIN, NOTHING),
    (DOUBTED, NOTHING),
    (ODD, NOTHING),
    (PLAIN, Found()),
    (PLAIN, Found(3, "张伟", False, ())),
    (PLAIN, Found(3, "李伟", False, (PENALTY,))),
    (PLAIN, Found(3, "张伟", False, (PENALTY,))),
    (DOUBTED, Found(3, "张伟", True, (PENALTY,))),
    (PLAIN, NOTHING),
]


def test_answers_are_those_of_single_checks_column_by_column_and_in_their_digest():
    answer = answerer(TABLE, AS_OF)
    for identifier, found in CASES:
        one = Applicant(identifier, "张伟", b"\x01")
        made = answer(one, found)
        values = check_values(REQUEST, one, decide(one, found, TABLE, AS_OF), found.subject_id)
        said = {**values, "on_file": "t" if values["on_file"] else "f"}
        said["hold_reasons"] = canonical_json(values["hold_reasons"])
        snapshot = values["snapshot"]
        said["snapshot"] = NULL if snapshot is None else copied_text(canonical_json(snapshot))
        assert made.copied.split("\t") == [str(said[name]) for name in COLUMNS]
        assert made.outcome == values["outcome"]
        assert made.digest(values["number"]) == result_hash(values)


def test_what_is_said_of_nothing_on_file_is_spelled_once():
    answer = answerer(TABLE, AS_OF)
    first, second = (answer(Applicant(PLAIN, name, b""), NOTHING) for name in ("张伟", "李伟"))
    assert first is second


@pytest.mark.parametrize("doubted", [DOUBTED, ODD])
def test_a_doubt_about_one_number_is_not_said_of_the_next(doubted):
    answer = answerer(TABLE, AS_OF)
    held = answer(Applicant(doubted, "张伟", b""), NOTHING)
    plain = answer(Applicant(PLAIN, "张伟", b""), NOTHING)
    assert held is not plain
    assert plain.outcome == "passed"
