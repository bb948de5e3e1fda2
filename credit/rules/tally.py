"""Second half of an evaluation: overlaps, caps and the total."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from credit.rules.assessment import Line
from credit.rules.drafts import Draft, act_keys
from credit.rules.reasons import Reason
from credit.rules.table import ZERO, RuleTable, Score
from credit.rules.vocabulary import NegativeWhen


@dataclass(frozen=True)
class Result:
    """What points, vetoes and freezes come to under a table."""

    added: Decimal
    deducted: Decimal
    total: Decimal
    veto: bool
    freeze: bool
    negative: bool

    @property
    def weighed(self) -> tuple[bool, Decimal, bool, bool]:
        """What an open question must not change unseen."""
        return (self.negative, self.total, self.veto, self.freeze)


@dataclass(frozen=True)
class Tally(Result):
    """What counted line by line, and what it comes to."""

    frozen_until: date | None
    lines: tuple[Line, ...] = ()


class Share(NamedTuple):
    """One draft after overlaps and caps."""

    draft: Draft
    points: Decimal
    reason: Reason | None
    counted: bool


def tally(table: RuleTable, drafts: Sequence[Draft]) -> Tally:
    """Add up the drafts that count."""
    shares = _cap(table, highest_only(table, drafts)) if drafts else []
    counted = [share for share in shares if share.counted]
    found = result(
        table,
        taken=-sum((share.points for share in counted if share.points < 0), ZERO),
        given=sum((share.points for share in counted if share.points > 0), ZERO),
        veto=any(share.draft.effect.veto for share in counted),
        freeze=any(share.draft.effect.freeze for share in counted),
    )
    lines = tuple(_line(share) for share in shares)
    frozen = [line.counts_until for line in lines if line.counted and line.freeze]
    ends = [day for day in frozen if day is not None]
    return Tally(
        **vars(found),
        frozen_until=max(ends) if ends and len(ends) == len(frozen) else None,
        lines=lines,
    )


def result(table: RuleTable, *, taken: Decimal, given: Decimal, veto: bool, freeze: bool) -> Result:
    """What this comes to within the bounds of the whole score."""
    score = table.score
    deducted = taken if score.deduct_max is None else min(taken, score.deduct_max)
    added = given if score.add_max is None else min(given, score.add_max)
    total = _bounded(score, score.base + added - deducted)
    signs = {
        NegativeWhen.DEDUCTION: deducted > 0,
        NegativeWhen.BELOW_BASE: total < score.base,
        NegativeWhen.BELOW_PASS_LINE: score.pass_line is not None and total < score.pass_line,
        NegativeWhen.VETO: veto,
        NegativeWhen.FREEZE: freeze,
    }
    negative = any(signs[when] for when in table.negative_when)
    return Result(added, deducted, total, veto, freeze, negative)


def _bounded(score: Score, total: Decimal) -> Decimal:
    if score.floor is not None:
        total = max(total, score.floor)
    return total if score.ceiling is None else min(total, score.ceiling)


def highest_only(table: RuleTable, drafts: Sequence[Draft]) -> list[Draft]:
    """Of one act, within a group of items, leave the heaviest counting draft alone."""
    if not table.highest_only:
        return list(drafts)
    winners: dict[object, list[str]] = defaultdict(list)
    beaten: dict[tuple[date, int, int], str] = {}
    for draft in sorted(drafts, key=_heaviest_first):
        if draft.reason is not None or draft.item is None:
            continue
        group = table.groups_of[draft.item.code]
        keys = act_keys(draft.fact)
        winner = next((code for key in keys for code in winners[key] if code in group), None)
        if winner is not None:
            beaten[draft.order] = winner
            continue
        for key in keys:
            winners[key].append(draft.item.code)
    return [
        replace(draft, reason=Reason.LOWER_THAN_OTHER, heavier=beaten[draft.order])
        if draft.order in beaten
        else draft
        for draft in drafts
    ]


def _heaviest_first(draft: Draft) -> tuple[bool, bool, Decimal, tuple[date, int, int]]:
    veto, freeze, points = draft.effect.weight
    return (not veto, not freeze, -points, draft.order)


def _cap(table: RuleTable, drafts: Sequence[Draft]) -> list[Share]:
    """The points of each item cut off at its cap; earlier decisions count first."""
    left = {item.code: item.cap for item in table.items if item.cap is not None}
    shares = []
    for draft in drafts:
        effect, points, reason = draft.effect, draft.effect.points, draft.reason
        if reason is None and draft.item and draft.item.code in left:
            room = left[draft.item.code]
            size = min(abs(points), room)
            left[draft.item.code] = room - size
            if size < abs(points):
                points, reason = size.copy_sign(points), Reason.CAPPED
        counted = reason is None or (
            reason is Reason.CAPPED and bool(points or effect.veto or effect.freeze)
        )
        shares.append(Share(draft, points if counted else ZERO, reason, counted))
    return shares


def _line(share: Share) -> Line:
    draft, points, reason, counted = share
    effect, item = draft.effect, draft.item
    return Line(
        record_id=draft.fact.record_id,
        decision_number=draft.fact.decision_number,
        kind=draft.fact.kind,
        item=item.code if item else "",
        item_name=item.name if item else "",
        article=item.article if item else "",
        counted=counted,
        points=points,
        full_points=effect.points,
        doubled=draft.doubled,
        veto=effect.veto,
        freeze=effect.freeze,
        reason=reason,
        heavier=draft.heavier,
        counts_from=draft.span.first if draft.span else None,
        counts_until=draft.span.last if draft.span else None,
    )
