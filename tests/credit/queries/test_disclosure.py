"""What is told of a record, decided without a database; invariant 3 over all of it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from credit.queries.disclosure import COLUMNS, Mark, disclose, legend_of
from credit.queries.purposes import FIELDS, all_purposes, purpose_of
from credit.rules.vocabulary import FactKind, Tier

DAY = date(2026, 11, 27)
SHIELD = {"court": "杭州市西湖区人民法院", "ruling": "（2026）浙0106破1号", "on": "2026-10-01"}


@dataclass(frozen=True)
class Row:
    """A record as the look-up reads it: final, published, kept."""

    id: int = 1
    subject_id: int = 1
    kind: str = "administrative_penalty"
    status: str = "active"
    authority: str = "西湖区市场监督管理局"
    decision_number: str | None = "杭西市监罚〔2026〕1号"
    title: str | None = None
    violation: str | None = "虚假宣传"
    content: str | None = "罚款"
    penalty_kinds: tuple[str, ...] = ("fine",)
    fine: Decimal | None = Decimal("5000.00")
    confiscated: Decimal | None = None
    decided_on: date | None = DAY - timedelta(days=30)
    published_on: date | None = None
    valid_until: date | None = None
    final_on: date | None = None
    removed_on: date | None = None
    simple_procedure: bool = False
    juvenile: bool = False
    disputed: bool = False
    tier: str | None = "general"
    published_until_max: date | None = DAY + timedelta(days=300)
    repairable_from: date | None = None
    retain_until: date | None = DAY + timedelta(days=1700)
    attributes: dict = field(default_factory=dict)


ROW = Row()
PAST, NEXT = DAY - timedelta(days=1), DAY + timedelta(days=1)


def purpose(code: str):
    found = purpose_of(code, DAY)
    assert found is not None
    return found


DUTY, OPEN = purpose("enterprise_review"), purpose("public_search")


def test_the_row_of_these_tests_has_every_column():
    assert all(hasattr(ROW, name) for name in COLUMNS)


def test_who_is_told_of_what():
    """(what is different about the record) -> (told to a department, told to the public)."""
    cases = {
        "nothing": ({}, True, True),
        "repaired": ({"status": "repaired"}, False, False),
        "revoked": ({"status": "revoked"}, False, False),
        "expired": ({"status": "expired"}, False, False),
        "simple procedure": ({"simple_procedure": True}, False, False),
        "juvenile": ({"juvenile": True}, False, False),
        "past retention": ({"retain_until": PAST}, False, False),
        "last day of retention": ({"retain_until": DAY}, True, True),
        "past publicity": ({"published_until_max": PAST}, True, False),
        "last day of publicity": ({"published_until_max": DAY}, True, True),
        "never published": ({"published_until_max": None}, True, False),
        "not final yet": ({"final_on": NEXT}, False, False),
        "final today": ({"final_on": DAY}, True, True),
        "known not final": ({"attributes": {"final": False}}, False, False),
        "shielded": ({"status": "shielded", "attributes": {"shield": SHIELD}}, True, False),
        "shielded, no ruling": ({"status": "shielded"}, False, False),
        "listed": ({"kind": "abnormal_list", "published_until_max": None}, True, True),
        "taken off its list": ({"kind": "abnormal_list", "removed_on": DAY}, False, False),
        "taken off tomorrow": ({"kind": "abnormal_list", "removed_on": NEXT}, True, True),
        "undated, kept at most": (
            {
                "decided_on": None,
                "retain_until": None,
                "published_until_max": None,
                "attributes": {
                    "retained_at_most_until": DAY.isoformat(),
                    "published_at_most_until": PAST.isoformat(),
                },
            },
            True,
            False,
        ),
        "undated, past all": (
            {
                "decided_on": None,
                "retain_until": None,
                "attributes": {"retained_at_most_until": PAST.isoformat()},
            },
            False,
            False,
        ),
    }
    for name, (values, to_department, to_public) in cases.items():
        row = replace(ROW, **values)
        told = (bool(disclose([row], DUTY, DAY)), bool(disclose([row], OPEN, DAY)))
        assert told == (to_department, to_public), name


def test_marks_say_what_is_doubtful_and_doubt_counts_against_nobody():
    rows = [
        replace(ROW, id=1),
        replace(ROW, id=2, disputed=True),
        replace(ROW, id=3, decided_on=None, retain_until=None),
        replace(ROW, id=4, status="shielded", attributes={"shield": SHIELD}),
    ]
    told = {one.record_id: one for one in disclose(rows, DUTY, DAY, {1, 2})}
    assert {number: (one.marks, one.adverse) for number, one in told.items()} == {
        1: ((Mark.under_repair,), True),
        2: ((Mark.under_repair, Mark.under_objection), False),
        3: ((Mark.date_unknown,), False),
        4: ((Mark.shielded,), False),
    }
    assert legend_of(told.values()) == list(Mark)
    assert told[4].content == {"kind": "administrative_penalty"}
    assert SHIELD["court"] in str(told[4].statement)


def test_an_answer_holds_the_fields_of_its_purpose_and_no_others():
    for one in all_purposes():
        told = disclose([ROW], one, DAY)[0]
        assert tuple(told.content) == one.fields, one.code
        assert set(one.fields) <= FIELDS
    assert disclose([ROW], purpose("self_check"), DAY)[0].content["fine"] == "5000"


def test_honours_are_told_apart_while_they_last():
    honour = replace(ROW, kind="honour", valid_until=DAY, published_until_max=None)
    told = disclose([honour], DUTY, DAY)[0]
    assert (told.honour, told.adverse) == (True, False)
    assert disclose([honour], DUTY, NEXT) == []
    assert disclose([honour], purpose("school_admission"), DAY) == []


maybe_day = st.one_of(st.none(), st.dates(DAY - timedelta(days=900), DAY + timedelta(days=900)))
rows = st.builds(
    Row,
    id=st.integers(1, 5),
    kind=st.sampled_from([*map(str, FactKind)]),
    status=st.sampled_from(["active", "repaired", "shielded", "revoked", "expired"]),
    decided_on=maybe_day,
    final_on=maybe_day,
    removed_on=maybe_day,
    valid_until=maybe_day,
    published_until_max=maybe_day,
    retain_until=maybe_day,
    simple_procedure=st.booleans(),
    juvenile=st.booleans(),
    disputed=st.booleans(),
    tier=st.sampled_from([None, *map(str, Tier)]),
    attributes=st.sampled_from([{}, {"final": False}, {"shield": SHIELD}]),
)


@given(rows, st.sampled_from(all_purposes()), st.booleans())
def test_what_must_not_lower_a_result_is_never_adverse_and_mostly_never_told(row, asked, busy):
    told = disclose([row], asked, DAY, {row.id} if busy else ())
    gone = row.status in {"repaired", "revoked", "expired"}
    past = row.retain_until is not None and row.retain_until < DAY
    if gone or past or row.simple_procedure or row.juvenile:
        assert told == []
    if row.disputed or row.status == "shielded" or row.decided_on is None or row.kind == "honour":
        assert not any(one.adverse for one in told)
    for one in told:
        assert set(one.content) <= set(asked.fields) | {"kind"}
        assert (Mark.under_objection in one.marks) == (row.disputed and row.status == "active")
