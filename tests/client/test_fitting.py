"""The judge of the other tests is just."""

from typing import Any, Literal

import pytest

from credit_window_client.schemas import Basis, StatisticsAnswer, SubjectRow
from tests.client.fitting import misfits

FIGURES = {"from": "x", "to": "x", "totals": {"a": 1}, "chapters": []}
BASIS = {"kind": "sharing", "reference": "1"}


@pytest.mark.parametrize(
    ("value", "kind", "wrong"),
    [
        (BASIS, Basis, []),
        (BASIS | {"kind": "none"}, Basis, ["answer.kind: 'none' is none of"]),
        ({"kind": "sharing"}, Basis, ["answer.reference is missing"]),
        (BASIS | {"more": 1}, Basis, ["answer.more is not known"]),
        ({"id_number": "1"}, SubjectRow, []),
        ({"id_number": "1", "name": None}, SubjectRow, []),
        ({"id_number": 1}, SubjectRow, ["answer.id_number: 1 is no <class 'str'>"]),
        ([BASIS, 1], list[Basis], ["answer.1: 1 is no Basis"]),
        ({"a": "x"}, dict[str, int], ["answer.a: 'x' is no <class 'int'>"]),
        (True, int, ["answer: True is no <class 'int'>"]),
        (1, float | None, []),
        ("x", Literal["y"] | None, ["answer: 'x' is none of"]),
        (
            {"from": 1, "to": "x", "totals": {}, "chapters": []},
            StatisticsAnswer,
            ["answer.from: 1"],
        ),
        (object(), Any, []),
    ],
)
def test_what_does_not_fit_is_named(value, kind, wrong):
    found = list(misfits(value, kind))
    assert len(found) == len(wrong)
    assert all(one.startswith(start) for one, start in zip(found, wrong, strict=True)), found
