"""Made-up numbers that pass every check, for demonstrations and tests only.

Each function is deterministic and gives a different number for every `n` in its range, or
raises ValueError outside it. Such a number may by chance belong to somebody: never use one
outside a demonstration.
"""

from datetime import date, timedelta
from typing import Final

from credit.subjects.identifiers.check_digits import (
    USCC_ALPHABET,
    organisation_check,
    resident_check,
    uscc_check,
)

XIHU: Final = "330106"
"""Xihu District, Hangzhou (GB/T 2260)."""

PER_DAY: Final = 1_000
"""Sequence numbers per area and birth date."""

_FIRST_BIRTH: Final = date(1960, 1, 1)
_BIRTH_DAYS: Final = 14_600
"""Without a birth date given, births spread over 40 years from 1960."""


def make_uscc(n: int, area: str = XIHU, lead: str = "91") -> str:
    """A credit code; `lead` is department and category, e.g. 92 for an individual business."""
    body = "MA" + _base31(n, places=6)
    code = f"{lead}{area}{body}{organisation_check(body)}"
    return code + uscc_check(code)


def make_flawed_uscc(n: int, area: str = XIHU, lead: str = "91") -> str:
    """A credit code whose last character is wrong, as on some really issued licences."""
    code = make_uscc(n, area, lead)
    following = USCC_ALPHABET.index(code[-1]) + 1
    return code[:-1] + USCC_ALPHABET[following % len(USCC_ALPHABET)]


def make_resident_id(n: int, birth: date | None = None, area: str = XIHU) -> str:
    """A resident number; `n` is below 1,000 with a birth date, below 14.6 million without."""
    if birth is None:
        sequence, day = divmod(n, _BIRTH_DAYS)
        return make_resident_id(sequence, _FIRST_BIRTH + timedelta(days=day), area)
    return _dated(area, n, birth)


def make_old_resident_id(n: int, birth: date, area: str = XIHU) -> str:
    """A 15-digit resident number of somebody born in the 1900s; `n` is below 1,000."""
    return f"{area}{birth:%y%m%d}{_digits(n, places=3)}"


def make_hmt_residence_permit(n: int, birth: date, area: str = "810000") -> str:
    """A residence permit: 810000 Hong Kong, 820000 Macao, 830000 Taiwan; `n` is below 1,000."""
    return _dated(area, n, birth)


def make_foreign_permanent_residence(n: int, birth: date, nationality: str = "840") -> str:
    """An 18-digit card issued in Zhejiang; `nationality` is ISO 3166 numeric, `n` below 1,000."""
    return _dated(f"933{nationality}", n, birth)


def make_old_foreign_permanent_residence(n: int, nationality: str = "USA") -> str:
    """A 15-character card as issued until 2023; `n` has at most 12 digits."""
    return f"{nationality}{_digits(n, places=12)}"


def make_hm_travel_permit(n: int, region: str = "H") -> str:
    """A travel permit of a Hong Kong (H) or Macao (M) resident; `n` has at most 8 digits."""
    return f"{region}{_digits(n, places=8)}"


def make_tw_travel_permit(n: int) -> str:
    """A travel permit of a Taiwan resident; `n` has at most 8 digits."""
    return _digits(n, places=8)


def make_passport(n: int) -> str:
    """A Chinese ordinary passport; `n` has at most 8 digits."""
    return f"E{_digits(n, places=8)}"


def _dated(prefix: str, n: int, birth: date) -> str:
    body = f"{prefix}{birth:%Y%m%d}{_digits(n, places=3)}"
    return body + resident_check(body)


def _digits(n: int, places: int) -> str:
    if not 0 <= n < 10**places:
        msg = f"n must be from 0 to {10**places - 1}"
        raise ValueError(msg)
    return f"{n:0{places}d}"


def _base31(n: int, places: int) -> str:
    if not 0 <= n < len(USCC_ALPHABET) ** places:
        msg = f"n must be from 0 to {len(USCC_ALPHABET) ** places - 1}"
        raise ValueError(msg)
    chars = []
    for _ in range(places):
        n, value = divmod(n, len(USCC_ALPHABET))
        chars.append(USCC_ALPHABET[value])
    return "".join(reversed(chars))
