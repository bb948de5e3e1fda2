"""What a letter tells in its frame: the case, its days, and what a part of the service adds."""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import TypeVar

from service import clock
from service.papers.content import Bilingual
from service.papers.wording import day
from workflows.engine.clocks import LIVE
from workflows.engine.context import Move
from workflows.engine.models import CaseClock, CaseFile
from workflows.letters.content import Fact
from workflows.letters.kinds import LetterKind

Teller = Callable[[Move], Iterable[Fact]]
Named = TypeVar("Named", bound=Teller)

_TELLERS: dict[LetterKind, list[Teller]] = {}
PROVISIONAL = "（含推算的工作日，以正式日历为准）"
_FIELDS = {
    "court": Bilingual("裁定法院", "Court"),
    "ruling": Bilingual("裁定文号", "Ruling"),
}
"""Fields of a case that its letters repeat."""


def tells(*kinds: LetterKind) -> Callable[[Named], Named]:
    """Let a function add lines to the frame of letters of these kinds."""

    def register(teller: Named) -> Named:
        for kind in kinds:
            _TELLERS.setdefault(kind, []).append(teller)
        return teller

    return register


def facts_of(move: Move, kind: LetterKind) -> tuple[Fact, ...]:
    """The lines of the frame, in reading order."""
    own = (_case(move), _submitted(move), _clocks(move), _gathered(move.case))
    added = (teller(move) for teller in _TELLERS.get(kind, ()))
    return tuple(fact for facts in (*own, *added) for fact in facts)


def due_clock(move: Move) -> CaseClock | None:
    """The clock the action has started that ends first, if it has started one."""
    live = [one for one in move.started if one.state in LIVE]
    return min(live, key=attrgetter("due_on"), default=None)


def submitted_on(case: CaseFile) -> str:
    """The day the case was handed in, in words; empty for one that never was."""
    moment = case.submitted_at
    return "" if moment is None else day(clock.at_office(moment).date())


def _case(move: Move) -> Iterator[Fact]:
    found = move.definition
    yield Fact(Bilingual("办件编号", "Case"), move.case.number)
    yield Fact(Bilingual("事项", "Matter"), found.name)


def _submitted(move: Move) -> Iterator[Fact]:
    if told := submitted_on(move.case):
        yield Fact(Bilingual("提出日期", "Submitted"), told)


def _clocks(move: Move) -> Iterator[Fact]:
    if (running := due_clock(move)) is not None:
        note = PROVISIONAL if running.provisional else ""
        rule = move.definition.clocks[running.kind]
        label = Bilingual(f"{rule.name}期限", f"{rule.name_en}: due")
        yield Fact(label, f"{day(running.due_on)}{note}")


def _gathered(case: CaseFile) -> Iterator[Fact]:
    for name, label in _FIELDS.items():
        if value := case.fields.get(name):
            yield Fact(label, str(value))
