from datetime import date

import pytest

from credit.records.finality import finality
from credit.rules.vocabulary import FactKind

PENALTY = FactKind.ADMINISTRATIVE_PENALTY


@pytest.mark.parametrize(
    ("decided_on", "final_on"),
    [
        (date(2026, 5, 8), date(2026, 11, 9)),
        (date(2026, 8, 31), date(2027, 3, 1)),
        (date(2024, 2, 29), date(2024, 8, 30)),
        (date(2015, 5, 1), date(2015, 11, 2)),
    ],
)
def test_a_penalty_is_final_the_day_after_the_longer_of_both_terms(decided_on, final_on):
    found = finality(PENALTY, decided_on)
    assert found is not None
    assert (found.final_on, found.term) == (final_on, "PENALTY-2024")


@pytest.mark.parametrize(
    ("kind", "decided_on"),
    [
        (PENALTY, None),
        (PENALTY, date(2015, 4, 30)),
        (PENALTY, date(9999, 12, 31)),
        (FactKind.DEFAULTER_LIST, date(2026, 5, 8)),
    ],
)
def test_nothing_is_said_where_no_term_is_known(kind, decided_on):
    assert finality(kind, decided_on) is None
