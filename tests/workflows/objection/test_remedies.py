"""What each remedy needs, and what a correction is read as."""

from datetime import date
from decimal import Decimal

import pytest

from workflows.effects.kinds import Deed
from workflows.objection.grounds import Topic, grounds_on
from workflows.objection.remedies import DEEDS, REMEDIES, Remedy, corrected, refusals
from workflows.objection.service import CASE_TYPES

PENALTY, ENTRY = "administrative_penalty", "serious_dishonesty_list"
DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("fields", "kind", "status", "removed", "wanted"),
    [
        ({"remedy": "delete"}, PENALTY, "active", None, []),
        ({"remedy": "delete"}, PENALTY, "repaired", None, []),
        ({"remedy": "delete"}, PENALTY, "revoked", None, ["record-gone"]),
        ({"remedy": "correct"}, PENALTY, "expired", None, ["record-gone"]),
        ({"remedy": "correct", "new_content": "罚款二千元"}, PENALTY, "repaired", None, []),
        ({"remedy": "correct"}, PENALTY, "active", None, ["correction-missing"]),
        ({"remedy": "correct", "new_fine": "-1"}, PENALTY, "active", None, ["not-an-amount"]),
        ({"remedy": "correct", "new_fine": "1.005"}, PENALTY, "active", None, ["not-an-amount"]),
        ({"remedy": "correct", "new_fine": "NaN"}, PENALTY, "active", None, ["not-an-amount"]),
        ({"remedy": "correct", "new_fine": "1e99"}, PENALTY, "active", None, ["not-an-amount"]),
        ({"remedy": "correct", "new_decided_on": "2026-11-27"}, PENALTY, "active", None, []),
        (
            {"remedy": "correct", "new_decided_on": "2026-11-28"},
            PENALTY,
            "active",
            None,
            ["date-in-future"],
        ),
        *[
            ({"remedy": "correct", "new_decided_on": day}, PENALTY, "active", None, found)
            for day, found in [
                ("0001-01-01", ["date-too-early"]),
                ("0026-11-27", ["date-too-early"]),
                ("1926-11-27", ["date-too-early"]),
                ("1996-09-30", ["date-too-early"]),
                ("1996-10-01", []),
            ]
        ],
        ({"remedy": "supplement"}, PENALTY, "active", None, ["supplement-missing"]),
        ({"remedy": "stop_disclosure"}, PENALTY, "shielded", None, []),
        ({"remedy": "stop_disclosure"}, PENALTY, "repaired", None, ["not-disclosed"]),
        ({"remedy": "remove_from_list"}, PENALTY, "active", None, ["not-listed"]),
        ({"remedy": "remove_from_list"}, ENTRY, "active", None, []),
        ({"remedy": "remove_from_list"}, ENTRY, "active", DAY, ["not-listed"]),
    ],
)
def test_a_remedy_fits_or_says_why_not(fields, kind, status, removed, wanted):
    assert [one.code for one in refusals(fields, kind, status, removed, DAY)] == wanted


def test_a_correction_is_read_as_the_record_holds_it():
    given = {
        "remedy": "correct", "new_fine": "12,500", "new_decided_on": "2026-05-08",
        "new_decision_number": "甲", "reason": "x",
    }  # fmt: skip
    assert corrected(given) == {
        "decision_number": "甲", "fine": Decimal("12500.00"), "decided_on": date(2026, 5, 8),
    }  # fmt: skip


def test_every_remedy_has_a_name_and_all_but_one_something_to_tell_others():
    assert set(REMEDIES) == set(Remedy)
    assert set(Remedy) - set(DEEDS) == {Remedy.reopen}
    assert set(DEEDS.values()) == {Deed.stop, Deed.amend}


def test_every_topic_has_a_case_type_and_grounds_of_a_law_in_force():
    for topic in Topic:
        found = grounds_on(DAY, topic)
        assert found
        assert topic in CASE_TYPES
        assert all(one.source and one.name.english and one.name.template for one in found)
        assert {one.handled_by for one in found} <= {"authority", "office"}
    assert grounds_on(date(2017, 12, 31)) == []
