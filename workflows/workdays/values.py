"""Values as calendar files write them. A file may hold anything anywhere."""

from datetime import date, datetime

from service.messages import msg
from service.problems import FieldError

SHOWN_CHARS_MAX = 20


def as_text(value: object) -> str:
    """A text or a number as text; '' for anything else, however large it would print."""
    return str(value).strip() if isinstance(value, str | int | float | date) else ""


def as_date(value: object) -> date | None:
    """A date given as one or as ISO text; None for anything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def bad_date(field: str, value: object, row: int | None = None) -> FieldError:
    """The fault of something that is no date."""
    message = msg("“{value}”不是日期，应写作2027-01-01。", value=as_text(value)[:SHOWN_CHARS_MAX])
    return FieldError(field, "bad-date", message, row=row)
