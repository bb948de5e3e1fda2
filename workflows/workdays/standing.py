"""Whether the days off of this year and the next are known: for the doctor."""

from collections.abc import Iterator

from service import clock
from service.doctor.registry import Finding, Kind
from service.messages import msg
from workflows.workdays.service import current_calendar, official_years

NOTICE_MONTH = 11
"""The State Council's notice for the next year comes out about then, at times a month before."""
LATE_MONTH = 12
_IMPORT = msg("导入国务院办公厅的放假安排：flask --app wsgi calendar import 文件。")


def look_at_calendar() -> Iterator[Finding]:
    """From the last months of a year on the next one must be there, for terms reach into it."""
    label, today = msg("工作日历"), clock.today()
    official = official_years(current_calendar())
    if today.year not in official:
        told = msg("{year} 年还没有正式的放假安排，期限按推算", year=today.year)
        yield Finding(label, Kind.bad, told, _IMPORT)
    following = today.year + 1
    if today.month >= NOTICE_MONTH - 1 and following not in official:
        yield Finding(
            label,
            Kind.bad if today.month >= LATE_MONTH else Kind.warn,
            msg("{year} 年还没有正式的放假安排，期限按推算", year=following),
            _IMPORT,
        )
    elif today.year in official:
        yield Finding(label, Kind.ok, msg("已有 {year} 年的放假安排", year=max(official)))
