"""What the workbook says of each row: the columns that are added to those that were sent.

The workbook leaves the office, so it never shows a negative result that no named human
has confirmed, nor lets one be guessed: such a row reads like every other that waits for
a reviewer, without points and without reasons. Once reviewed, the workbook is made anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from heapq import merge
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, null, select

from credit.checks.batches.packing import Refusal, unpack
from credit.checks.decide import HOLD_SENTENCES, Hold
from credit.checks.models import BatchChunk, Check
from credit.checks.wording import headline
from credit.rules.assessment import Assessment, Line, number
from credit.rules.vocabulary import Outcome
from service.database import db
from service.messages import msg

ADDED = ("结果", "是否在册", "分值", "理由", "核查编号", "处理说明")
"""Names of the added columns; the workbook is a Chinese document."""
WAITING = "待人工复核"
REFUSED = "未受理"
ROWS_PER_READ = 2000
POINTS_KEPT = 256
IDENTITY_HOLDS = (Hold.NAME_MISMATCH, Hold.FLAGGED_CODE)
"""Doubts the window can clear with the papers at hand; they tell nothing of any record."""

Texts = tuple[str, ...]
Result = tuple[int, Texts]

_PASSED, _NEGATIVE = str(Outcome.PASSED), str(Outcome.NEGATIVE)
_C = Check.__table__.c  # rows, not objects: a batch has a hundred thousand of them
_CONFIRMED = and_(_C.outcome == Outcome.NEGATIVE, _C.reviewed_at.is_not(None))
_COLUMNS = (
    _C.batch_row,
    _C.number,
    _C.outcome,
    _C.on_file,
    _C.points,
    case((_C.outcome == Outcome.PASSED, null()), else_=_C.hold_reasons).label("hold_reasons"),
    _C.reviewed_at,
    _C.superseded_by_id,
    _C.snapshot.is_not(None).label("has_facts"),
    case((_CONFIRMED, _C.snapshot), else_=null()).label("confirmed"),
)
"""`hold_reasons`: None for what passed and has none, so that for most rows no JSON is read.
`confirmed`: the facts of a confirmed negative result, None also where it rests on none."""


@dataclass
class Told:
    """How many rows were told of, for the count at the end."""

    rows: int = 0


def results(batch_id: UUID, told: Told) -> Iterator[Result]:
    """One result for every row of the batch, in the order of the rows, streamed."""
    for result in merge(_checked(batch_id), _refused(batch_id), key=itemgetter(0)):
        told.rows += 1
        yield result


def _checked(batch_id: UUID) -> Iterator[Result]:
    rows = db.session.execute(
        select(*_COLUMNS)
        .where(_C.batch_id == batch_id, _C.supersedes_id.is_(None))
        .order_by(_C.batch_row)
        .execution_options(yield_per=ROWS_PER_READ)
    )
    for row in rows:
        yield row[0], texts_of(row)


def _refused(batch_id: UUID) -> Iterator[Result]:
    for one in refusals(batch_id):
        yield one.row, (REFUSED, "", "", str(one.message), "", str(one.remedy or ""))


def refusals(batch_id: UUID) -> Iterator[Refusal]:
    """The refused rows of a batch, in order."""
    numbers = db.session.scalars(
        select(BatchChunk.number).where(BatchChunk.batch_id == batch_id).order_by(BatchChunk.number)
    ).all()
    for chunk in numbers:
        sealed = db.session.scalar(
            select(BatchChunk.rows).where(
                BatchChunk.batch_id == batch_id, BatchChunk.number == chunk
            )
        )
        if sealed is not None:
            yield from unpack(sealed)[1]


def texts_of(row: Any) -> Texts:
    """The added columns of one check, or of the one that took its place."""
    # Taken apart at once: to ask a row for its columns by name takes longer than all the rest.
    _, number_, outcome, is_on_file, points, holds, reviewed_at, later, has_facts, confirmed = row
    if later is not None:
        return texts_of(db.session.execute(select(*_COLUMNS).where(_C.id == later)).one())
    on_file = "是" if is_on_file else "否"
    if outcome == _PASSED:
        reason = _headline(on_file=is_on_file, has_facts=has_facts)
        return ("通过", on_file, _points(points), reason, number_, "")
    if outcome != _NEGATIVE or reviewed_at is None:
        return (WAITING, on_file, "", "", number_, _waiting_for(holds))
    reasons, ways = _why(confirmed["assessment"]) if confirmed else ("", "")
    return ("不通过", on_file, _points(points), reasons, number_, ways)


def _why(frozen: dict[str, Any]) -> tuple[str, str]:
    """What counts, and what would change the result."""
    assessment = Assessment.from_json(frozen)
    reasons = "；".join(_reason(line) for line in assessment.lines if line.counted)
    return reasons, "".join(str(way.sentence) for way in assessment.counterfactuals)


def _waiting_for(hold_reasons: list[str]) -> str:
    papers = [str(HOLD_SENTENCES[hold]) for hold in IDENTITY_HOLDS if hold in hold_reasons]
    return "".join(papers) or str(msg("结果尚未确定，须经复核员核对；复核后请重新下载本表。"))


def _reason(line: Line) -> str:
    place = line.decision_number or str(msg("记录 {id}", id=line.record_id))
    if line.veto:
        effect = str(msg("一票否决"))
    elif line.freeze:
        effect = str(msg("冻结"))
    else:
        effect = str(msg("{points} 分", points=number(line.points)))
    return str(msg("{place}：{item}（{article}），{effect}", place=place, item=line.item_name,
                   article=line.article, effect=effect))  # fmt: skip


@cache
def _headline(*, on_file: bool, has_facts: bool) -> str:
    return str(headline(Outcome.PASSED, on_file=on_file, has_facts=has_facts))


# Most rows of a batch have the points its table begins with.
@lru_cache(maxsize=POINTS_KEPT)
def _points(points: Decimal) -> str:
    return str(number(points))
