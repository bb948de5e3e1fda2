"""Second half of an evaluation: overlaps, caps and the total."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from credit.rules.assessment import Line
from credit.rules.drafts import Draft, act_keys
from credit.rules.reasons import Reason
from credit.rules.table import ZERO, RuleTable, Score
from credit.rules.vocabulary import NegativeWhen


@dataclass(frozen=True)
class Tally:
    """What counted, and what it comes to."""

    added: Decimal
    deducted: Decimal
    total: Decimal
    veto: bool
    freeze: bool
    frozen_until: date | None
    negative: bool
    lines: tuple[Line, ...] = ()

    @property
    def result(self) -> tuple[bool, Decimal, bool, bool]:
        """What an open question must not change unseen."""
        return (self.negative, self.total, self.veto, self.freeze)


def tally(table: RuleTable, drafts: Sequence[Draft]) -> Tally:
    """Add up the drafts that count."""
    lines = _cap(table, _highest_only(table, drafts)) if drafts else ()
    taken = -sum((line.points for line in lines if line.points < 0), ZERO)
    given = sum((line.points for line in lines if line.points > 0), ZERO)
    score = table.score
    deducted = taken if score.deduct_max is None else min(taken, score.deduct_max)
    added = given if score.add_max is None else min(given, score.add_max)
    frozen = [line.counts_until for line in lines if line.counted and line.freeze]
    ends = [day for day in frozen if day is not None]
    found = Tally(
        added=added,
        deducted=deducted,
        total=_bounded(score, score.base + added - deducted),
        veto=any(line.counted and line.veto for line in lines),
        freeze=bool(frozen),
        frozen_until=max(ends) if ends and len(ends) == len(frozen) else None,
        negative=False,
        lines=tuple(lines),
    )
    return replace(found, negative=True) if _negative(table, found) else found


def _bounded(score: Score, total: Decimal) -> Decimal:
    if score.floor is not None:
        total = max(total, score.floor)
    return total if score.ceiling is None else min(total, score.ceiling)


def _negative(table: RuleTable, found: Tally) -> bool:
    line = table.score.pass_line
    signs = {
        NegativeWhen.DEDUCTION: found.deducted > 0,
        NegativeWhen.BELOW_BASE: found.total < table.score.base,
        NegativeWhen.BELOW_PASS_LINE: line is not None and found.total < line,
        NegativeWhen.VETO: found.veto,
        NegativeWhen.FREEZE: found.freeze,
    }
    return any(signs[when] for when in table.negative_when)


def _highest_only(table: RuleTable, drafts: Sequence[Draft]) -> list[Draft]:
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


def _cap(table: RuleTable, drafts: Sequence[Draft]) -> list[Line]:
    """The lines, the points of each item cut off at its cap; earlier decisions count first."""
    left = {item.code: item.cap for item in table.items if item.cap is not None}
    lines = []
    for draft in drafts:
        points, reason = draft.effect.points, draft.reason
        if reason is None and draft.item and draft.item.code in left:
            room = left[draft.item.code]
            size = min(abs(points), room)
            left[draft.item.code] = room - size
            if size < abs(points):
                points, reason = size.copy_sign(points), Reason.CAPPED
        lines.append(_line(draft, points, reason))
    return lines


def _line(draft: Draft, points: Decimal, reason: Reason | None) -> Line:
    effect, item = draft.effect, draft.item
    counted = reason is None or (
        reason is Reason.CAPPED and bool(points or effect.veto or effect.freeze)
    )
    return Line(
        record_id=draft.fact.record_id,
        decision_number=draft.fact.decision_number,
        kind=draft.fact.kind,
        item=item.code if item else "",
        item_name=item.name if item else "",
        article=item.article if item else "",
        counted=counted,
        points=points if counted else ZERO,
        full_points=effect.points,
        doubled=draft.doubled,
        veto=effect.veto,
        freeze=effect.freeze,
        reason=reason,
        heavier=draft.heavier,
        counts_from=draft.span.first if draft.span else None,
        counts_until=draft.span.last if draft.span else None,
    )
