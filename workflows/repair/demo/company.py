"""Moves cases of the demonstration as its people would: opens, hands in, acts, confirms."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

from service import clock
from service.audit import SYSTEM, Actor, acting_as
from service.database import db, transaction
from service.papers.drawing import draw
from workflows.documents.kinds import DocumentKind
from workflows.documents.service import Examined, NewDocument, examine, keep
from workflows.effects import sending
from workflows.effects.models import SETTLED, EffectState
from workflows.effects.reading import effects_of
from workflows.effects.service import Proof, confirm_manually
from workflows.effects.targets import target_table
from workflows.engine.fire import Firing, fire, fire_as_system
from workflows.engine.models import CaseFile
from workflows.engine.reading import get_case, records_of
from workflows.repair.application import Application
from workflows.repair.case_papers import checklist_of
from workflows.repair.checklist import TEMPORARY, missing
from workflows.repair.demo.stories import Step
from workflows.repair.service import open_repair


class Company:
    """The people who move cases, each under the name a step calls them by."""

    def __init__(self, people: Mapping[str, Actor]) -> None:
        self._people = dict(people)

    def acting(self, who: str) -> AbstractContextManager[None]:
        """Act as one of them."""
        return acting_as(self._people[who])

    def open(self, wanted: Application, who: str) -> CaseFile:
        """Ask for a repair."""
        with self.acting(who):
            return open_repair(wanted, channel="page")

    def take(self, case: CaseFile, step: Step, who: str) -> None:
        """Take one step."""
        with self.acting(who):
            fire(case.number, Firing(step.action, step.reason, step.fields))

    def hand_in(self, case: CaseFile, stage: str = TEMPORARY) -> None:
        """Hand in all that is missing."""
        with self.acting("clerk"), transaction() as session:
            needs = checklist_of(session, case, records_of(session, case), stage=stage)
            for need in missing(needs):
                kind = DocumentKind(need.kind)
                keep(session, case, NewDocument(kind, f"{kind}.pdf", need.record_id), sample())

    def confirm(self, case: CaseFile) -> None:
        """In-house effects are looked at as a worker would; those by hand get a clerk's proof.

        What goes to a system that is set up is left to the worker, and its case stays open.
        """
        number, case_id = case.number, case.id
        asked = [(one.id, one.state, one.target) for one in effects_of(case_id)]
        for effect_id, state, target in asked:
            if target_table().targets[target].in_house:
                sending.send(effect_id)
            elif state == EffectState.manual:
                with self.acting("clerk"):
                    confirm_manually(effect_id, Proof(f"演示-{number[-8:]}", "演示回执"))
        db.session.expire_all()
        if all(one.state in SETTLED for one in effects_of(case_id)):
            fire_as_system(case_id, "complete")


def get_case_as_system(case: CaseFile) -> CaseFile:
    """The case as it stands now, whatever session had it before."""
    with acting_as(SYSTEM):
        return get_case(case.number)


@cache
def sample() -> Examined:
    """One document that stands for all; it is examined once, as every upload is."""
    return examine(draw(Path(__file__).with_name("paper.typ"), {}, clock.now()))
