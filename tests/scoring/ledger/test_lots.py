"""Points are taken first from what expires first, never more than a lot has."""

from datetime import date
from uuid import UUID

import pytest

from scoring.ledger.lots import Left, Use, take

SOON, LATER = date(2026, 12, 31), date(2027, 12, 31)
A, B, C = (UUID(int=number) for number in (1, 2, 3))
LOTS = [Left(C, LATER, 5), Left(B, SOON, 4), Left(A, SOON, 3)]


@pytest.mark.parametrize(
    ("points", "uses"),
    [
        (0, []),
        (-1, []),
        (1, [Use(A, 1, SOON)]),
        (3, [Use(A, 3, SOON)]),
        (4, [Use(A, 3, SOON), Use(B, 1, SOON)]),
        (7, [Use(A, 3, SOON), Use(B, 4, SOON)]),
        (8, [Use(A, 3, SOON), Use(B, 4, SOON), Use(C, 1, LATER)]),
        (12, [Use(A, 3, SOON), Use(B, 4, SOON), Use(C, 5, LATER)]),
        (13, [Use(A, 3, SOON), Use(B, 4, SOON), Use(C, 5, LATER)]),
    ],
)
def test_first_expiring_first_out_and_of_equal_days_by_number(points, uses):
    assert take(LOTS, points) == uses
    assert take(reversed(LOTS), points) == uses
