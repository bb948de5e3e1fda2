"""What a version of a rule table touched: the checks made with it, their certificates and batches.

The list an incident needs: whom to check anew, whose papers to recall. It names nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from credit.checks.models import Check, CheckBatch
from credit.rules.models import RuleSet
from service import clock
from service.database import db
from service.messages import msg
from service.problems import NotFound

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class TouchedCheck:
    """One check made with the version."""

    number: str
    rule_set_id: int
    outcome: str
    as_of: date
    created_at: datetime
    certified_at: datetime | None
    """When its certificate was issued; None when there is none."""
    batch_id: UUID | None
    superseded: bool
    """A newer check stands in its place."""


@dataclass(frozen=True)
class TouchedCounts:
    """checks = single + in_batches; checks = standing + superseded; certificates ≤ checks."""

    checks: int
    single: int
    in_batches: int
    standing: int
    superseded: int
    certificates: int
    batches: int


def versions_of(code: str, version: int) -> list[RuleSet]:
    """The tables of that code and version, one for each purpose and district.

    Raises `NotFound`.
    """
    found = db.session.scalars(
        select(RuleSet).where(RuleSet.code == code, RuleSet.version == version).order_by(RuleSet.id)
    ).all()
    if not found:
        raise NotFound(msg("没有规则表 {code} 的第 {version} 版。", code=code, version=version))
    return list(found)


def counts(rule_sets: list[RuleSet]) -> TouchedCounts:
    """How much was touched."""
    ids = [one.id for one in rule_sets]
    batched = Check.batch_id.is_not(None)
    superseded = Check.superseded_by_id.is_not(None)
    every, in_batches, replaced, certified = db.session.execute(
        select(
            func.count(),
            func.count().filter(batched),
            func.count().filter(superseded),
            func.count(Check.certified_at),
        ).where(Check.rule_set_id.in_(ids))
    ).one()
    batches = db.session.scalar(
        select(func.count()).select_from(CheckBatch).where(CheckBatch.rule_set_id.in_(ids))
    )
    return TouchedCounts(
        checks=every,
        single=every - in_batches,
        in_batches=in_batches,
        standing=every - replaced,
        superseded=replaced,
        certificates=certified,
        batches=batches or 0,
    )


def touched_checks(rule_sets: list[RuleSet]) -> Iterator[TouchedCheck]:
    """The checks themselves, in the order in which they were made."""
    rows = db.session.execute(
        select(
            Check.number,
            Check.rule_set_id,
            Check.outcome,
            Check.as_of,
            Check.created_at,
            Check.certified_at,
            Check.batch_id,
            Check.superseded_by_id.is_not(None),
        )
        .where(Check.rule_set_id.in_([one.id for one in rule_sets]))
        .order_by(Check.id),
        execution_options={"yield_per": ROWS_AT_ONCE},
    )
    return (TouchedCheck(*row) for row in rows)


def touched_rows(checks: Iterable[TouchedCheck]) -> Iterator[list[str]]:
    """The same as rows of a file, in the order of `touched_words.COLUMNS`."""
    names = ("number", "outcome", "as_of", "created_at", "certified_at", "batch_id")
    for one in checks:
        values = plain(one)
        yield [*(values[name] or "" for name in names), "是" if one.superseded else "否"]


def plain(one: TouchedCheck) -> dict[str, Any]:
    """Its fields as JSON values."""
    return {name: _as_json(value) for name, value in asdict(one).items()}


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):  # before the day, which it is as well
        return clock.at_office(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
