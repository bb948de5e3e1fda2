"""The changes as a workbook, one row a check."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flask import Response

from credit.checks.batches.sending import workbook_response
from credit.checks.present import Say
from credit.checks.preview import wording
from credit.checks.preview.compare import Direction
from credit.checks.preview.models import RulePreview
from credit.checks.preview.present import causes, points_text
from credit.checks.preview.service import Shown, every_change
from credit.checks.wording import OUTCOMES
from credit.rules.vocabulary import Outcome
from service.files.spool import scratch
from service.messages import msg
from service.tabular import write_xlsx

HEADER = (
    msg("核查编号"),
    msg("主体"),
    msg("证件号码"),
    msg("核查基准日"),
    msg("方向"),
    msg("原结果"),
    msg("原分值"),
    msg("试算结果"),
    msg("试算分值"),
    msg("由哪几项引起"),
)
WIDTHS = (24, 24, 22, 12, 16, 10, 8, 10, 8, 80)
"""Characters."""


def changes_workbook(preview: RulePreview, say: Say, channel: str) -> Response:
    """The workbook as a download that no cache keeps."""
    rows = every_change(preview, channel)
    with scratch() as folder:
        target = folder / "changes.xlsx"
        write(target, rows, say)
        return workbook_response(target.open("rb"), f"{preview.code}-{preview.sequence}.xlsx")


def write(target: Path, rows: Iterable[Shown], say: Say) -> int:
    """Write the rows to a file; returns how many."""
    header = [say(one) for one in HEADER]
    return write_xlsx(target, header, _rows(rows, say), column_widths=WIDTHS)


def _rows(rows: Iterable[Shown], say: Say) -> Iterator[Sequence[str]]:
    for change, check in rows:
        yield (
            check.number,
            check.name_mask,
            check.id_mask,
            check.as_of.isoformat(),
            say(wording.DIRECTIONS[Direction(change.direction)]),
            say(OUTCOMES[Outcome(change.outcome_before)]),
            points_text(change.points_before),
            say(OUTCOMES[Outcome(change.outcome_after)]),
            points_text(change.points_after),
            "".join(say(wording.cause(one)) for one in causes(change)),
        )
