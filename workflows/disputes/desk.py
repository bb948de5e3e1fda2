"""The desk at which disputes of other parts are decided: each is a case of the engine."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from service.audit import current_actor
from service.database import db, transaction
from service.disputes import Dispute, Standing
from workflows.disputes.matter import about_of, kept_of
from workflows.engine.clocks import LIVE
from workflows.engine.fire import Firing, fire, fire_as_system
from workflows.engine.models import CaseClock, CaseFile
from workflows.engine.naming import name_of
from workflows.engine.opening import NewCase, open_case
from workflows.engine.party import Party
from workflows.engine.registry import definition

CASE_TYPE = "entry_objection"
HAND_IN, DROP = "hand_in", "drop_gone"


class CaseDesk:
    """`service.disputes.Desk` over the engine of cases."""

    def open(self, dispute: Dispute) -> str:
        """Open a case and hand it to the community at once, so that its time runs.

        The caller must be whoever disputes. Raises `NotOpenable`, a `Conflict`.
        """
        assert current_actor().id == dispute.account_id, "disputes are handed in by oneself"
        with transaction():
            case = open_case(
                NewCase(
                    case_type=CASE_TYPE,
                    subject_id=None,
                    record_ids=(),
                    authority=dispute.community_code,
                    channel="page",
                    fields=kept_of(dispute),
                    about=about_of(dispute),
                    title=str(dispute.title),
                ),
                party=Party.applicant,
            )
            return fire(case.number, Firing(HAND_IN)).number

    def standings(self, numbers: Collection[str]) -> Mapping[str, Standing]:
        """Where disputes stand; the caller answers for who may know of them."""
        cases = db.session.scalars(
            select(CaseFile).where(CaseFile.number.in_(numbers), CaseFile.about.is_not(None))
        ).all()
        live = select(CaseClock.case_id, CaseClock.provisional).where(
            CaseClock.case_id.in_([case.id for case in cases]), CaseClock.state.in_(LIVE)
        )
        provisional = {row.case_id for row in db.session.execute(live) if row.provisional}
        return {case.number: _standing(case, case.id in provisional) for case in cases}

    def drop(self, number: str) -> None:
        """End a dispute by the service itself."""
        with transaction() as session:
            case_id = session.scalar(
                select(CaseFile.id).where(CaseFile.number == number, CaseFile.about.is_not(None))
            )
            if case_id is not None:
                fire_as_system(case_id, DROP)


def _standing(case: CaseFile, provisional: bool) -> Standing:
    state = definition(case.case_type, case.definition_version).states[case.state]
    return Standing(
        number=case.number,
        state=name_of(state),
        open=case.open,
        due_on=case.due_on,
        provisional=provisional,
        page=f"/cases/{case.number}",
    )
