"""Contents as JSON and back: what could not be written the same way again is refused."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from service.papers.content import InvalidPaper
from service.papers.limits import NUMBER_DIGITS_MAX
from service.papers.plain import from_plain, to_plain

FORM = "points/1"


@dataclass(frozen=True)
class Points:
    points: Decimal


@pytest.mark.parametrize("text", ["0", "-2.5", "9" * NUMBER_DIGITS_MAX])
def test_a_number_comes_back(text):
    plain = {"format": FORM, "points": text}
    assert to_plain(from_plain(plain, Points, FORM), FORM) == plain


@pytest.mark.parametrize(
    "text", ["00", "-0", "2.50", "1e1", "1e999999", "NaN", "9" * (NUMBER_DIGITS_MAX + 1)]
)
def test_a_number_written_otherwise_or_too_long_is_refused(text):
    with pytest.raises(InvalidPaper):
        from_plain({"format": FORM, "points": text}, Points, FORM)
