"""Whether there is still something to object to."""

from collections.abc import Iterator

from credit.records.disputing import GONE
from service.messages import msg
from workflows.engine.models import CaseFile
from workflows.engine.refusals import Refusal
from workflows.engine.registry import definition
from workflows.objection.matter import Matter

GRANTED, REFUSED, NOT_ACCEPTED, REVOKED = "granted", "refused", "not_accepted", "revoked"
OBJECTIONABLE = frozenset({GRANTED, REFUSED, NOT_ACCEPTED, REVOKED})
"""Outcomes of a repair that can be objected to."""


def can_be_objected_to(case: CaseFile) -> bool:
    """Whether a case is a repair with an outcome that can be objected to."""
    purpose = definition(case.case_type, case.definition_version).purpose
    return purpose == "repair" and case.outcome in OBJECTIONABLE


def standing_refusals(matter: Matter) -> Iterator[Refusal]:
    """What stands against an objection by how its matter stands today."""
    if matter.check is not None:
        yield from _of_check(matter)
    elif matter.repair is not None:
        if matter.repair.outcome not in OBJECTIONABLE:
            yield Refusal(
                "no-outcome",
                msg("办件 {number} 还没有可以提出异议的结果。", number=matter.repair.number),
                msg("请等待办理结果；对记录本身有异议的，请对记录提出。"),
            )
    elif all(record.status in GONE for record in matter.records):
        yield Refusal("record-gone", msg("这条记录已撤销或者不再披露，没有可以提出异议的内容。"))


def _of_check(matter: Matter) -> Iterator[Refusal]:
    check = matter.check
    assert check is not None
    if check.superseded_by_id is not None:
        yield Refusal(
            "superseded",
            msg("核查 {number} 已被新的结果取代。", number=check.number),
            msg("请核验原编号，对取代它的结果提出。"),
        )
    elif not check.final:
        yield Refusal(
            "not-final",
            msg("核查 {number} 尚未作出最终结果。", number=check.number),
            msg("请等待复核；对记录本身有异议的，请对记录提出。"),
        )
