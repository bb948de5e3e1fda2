"""What a case must be like at any time, by its table alone; it shares no code with the engine."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, islice

from workflows.engine.definition import Definition


@dataclass
class Term:
    """Days the law gives for a step."""

    kind: str
    days: int
    received: date
    state: str = "running"
    since: date | None = None
    pauses: list[tuple[date, date]] = field(default_factory=list)

    def due(self, is_work: Callable[[date], bool]) -> date:
        days = (self.received + timedelta(days=n) for n in count(1))
        counted = (d for d in days if is_work(d) and not any(a <= d <= b for a, b in self.pauses))
        return next(islice(counted, self.days - 1, None))


class Model:
    """One case."""

    def __init__(self, table: Definition, is_work: Callable[[date], bool]) -> None:
        self.table, self.is_work = table, is_work
        self.state, self.open, self.submitted = table.initial, True, False
        self.events, self.hands, self.terms = ["open"], {}, list[Term]()

    def refusal(self, action: str, party: object, who: str, seen: object, holds: object):
        if (rule := self.table.actions.get(action)) is None:
            return "action-unknown"
        against = (rule.once and action in self.events) or who == self.hands.get(rule.other_hands)
        reasons = [
            (self.state not in rule.sources, "action-refused"),
            (seen not in (None, len(self.events)), "case-moved"),
            (party not in rule.by, "not-your-turn"),
            (against or not all(map(holds, rule.guards)), "action-refused"),
        ]
        return next((code for is_so, code in reasons if is_so), None)

    def move(self, action: str, who: str, today: date, received: date) -> None:
        rule, before = self.table.actions[action], self.table.states[self.state]
        after = self.table.states[rule.target]
        self.submitted |= before.code == self.table.initial and not after.final
        self.state, self.open = after.code, not (after.final or after.settled)
        self.events, self.hands[action] = [*self.events, action], who
        for term in self.live:
            if term.state == "paused" and not after.waits_for_applicant:
                term.pauses.append((term.since, received))
                term.state, term.since = "running", None
            if term.kind in rule.stops:
                term.state = "met" if today <= term.due(self.is_work) else "missed"
            term.days += dict(rule.extends).get(term.kind, 0)
        self.terms += [Term(k, self.table.clocks[k].days, received) for k in rule.starts]
        for term in self.live:
            if not self.open:
                term.state = "dropped"
            elif after.waits_for_applicant and not self.table.clocks[term.kind].for_applicant:
                term.state, term.since = "paused", term.since or today

    @property
    def live(self) -> list[Term]:
        return [term for term in self.terms if term.state in ("running", "paused")]
