"""Where a case is found over HTTP: each world of cases has an address of its own."""

from workflows.engine.models import CaseFile
from workflows.engine.registry import definition

REPAIRS = "/api/v1/repair-cases"
OBJECTIONS = "/api/v1/objections"
DISPUTES = "/api/v1/entry-objections"
OBJECTION = "objection"
"""The purpose of case types by which somebody objects."""


def is_objection(case: CaseFile) -> bool:
    """Whether a case is an objection to a record, check or repair; disputes are not."""
    purpose = definition(case.case_type, case.definition_version).purpose
    return case.about is None and purpose == OBJECTION


def address_of(case: CaseFile) -> str:
    """The address of a case, without the host."""
    if case.about is not None:
        return f"{DISPUTES}/{case.number}"
    return f"{OBJECTIONS if is_objection(case) else REPAIRS}/{case.number}"
