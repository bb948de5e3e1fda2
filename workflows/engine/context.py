"""What guards, consequences and hooks are given to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from credit.records.models import Record
from service.audit.actor import Actor
from workflows.engine.definition import ActionRule, Definition
from workflows.engine.models import CaseClock, CaseFile
from workflows.engine.party import Party
from workflows.engine.reading import records_of


@dataclass(frozen=True)
class Move:
    """One action about to be taken, or just taken, on one case."""

    session: Session
    case: CaseFile
    definition: Definition
    rule: ActionRule
    party: Party
    actor: Actor
    reason: str
    fields: Mapping[str, Any]
    at: datetime
    today: date
    started: list[CaseClock] = field(default_factory=list)
    """The clocks it has started, once they are."""

    @cached_property
    def records(self) -> Sequence[Record]:
        """The records the case is about, by their number; read when somebody first asks."""
        return records_of(self.session, self.case)
