"""What an objection would be about, shown before it is handed in; the look is logged."""

from dataclasses import dataclass

from credit.checks.wording import OUTCOMES as CHECK_OUTCOMES
from credit.checks.wording import PURPOSES
from credit.records.models import RecordStatus
from credit.records.wording import STATUSES
from credit.rules.vocabulary import FactKind, Outcome, Purpose
from service import audit
from service.access import Role
from service.audit import QueryRead
from service.database import transaction
from service.messages import Message, msg
from workflows.engine.naming import name_of
from workflows.engine.parties import Caller, current_caller
from workflows.engine.refusals import Refusal
from workflows.engine.registry import definition
from workflows.objection.grounds import Topic
from workflows.objection.matter import Matter, find
from workflows.objection.standing import standing_refusals
from workflows.repair.wording import OUTCOMES

FIELDS = ("decision_number", "authority", "status", "outcome")


@dataclass(frozen=True)
class Shown:
    """A matter as the form shows it."""

    topic: Topic
    title: str
    rows: tuple[tuple[Message, str | Message], ...]
    refusals: tuple[Refusal, ...]
    """What stands against an objection as the matter stands now."""


def look(topic: Topic, reference: str, *, channel: str = "page") -> Shown:
    """The matter, if the caller may object to it. Raises as `find` does otherwise."""
    caller = current_caller()
    with transaction() as session:
        matter = find(session, topic, reference, caller)
        _log(matter, caller, channel)
        return Shown(topic, matter.title, _rows(matter), tuple(standing_refusals(matter)))


def _rows(matter: Matter) -> tuple[tuple[Message, str | Message], ...]:
    if matter.check is not None:
        return (
            (msg("核查编号"), matter.check.number),
            (msg("用途"), PURPOSES[Purpose(matter.check.purpose)]),
            (msg("核查基准日"), matter.check.as_of.isoformat()),
            (msg("结果"), CHECK_OUTCOMES[Outcome(matter.check.outcome)]),
        )
    if matter.repair is not None:
        repair = matter.repair
        found = definition(repair.case_type, repair.definition_version)
        outcome = OUTCOMES.get(repair.outcome or "", msg("尚无结果"))
        return (
            (msg("办件编号"), repair.number),
            (msg("类型"), name_of(found)),
            (msg("结果"), outcome),
            (msg("认定单位"), repair.authority),
        )
    (record,) = matter.records
    return (
        (msg("记录"), record.decision_number or record.title or FactKind(record.kind).value),
        (msg("认定单位"), record.authority),
        (msg("决定日期"), record.decided_on.isoformat() if record.decided_on else msg("不详")),
        (msg("内容"), record.content or record.violation or "—"),
        (msg("状态"), STATUSES[RecordStatus(record.status)][1]),
    )


def _log(matter: Matter, caller: Caller, channel: str) -> None:
    index, kind = matter.index
    window = caller.actor.role == Role.clerk
    audit.log_query(
        QueryRead(
            basis_kind="sharing" if window else "authorisation",
            basis_reference="objections.open" if window else "self",
            purpose="objection",
            subject_index=index,
            subject_kind=kind,
            fields=FIELDS,
            channel=channel,
        )
    )
