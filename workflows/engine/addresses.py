"""Where a case is found over HTTP: each world of cases has an address of its own."""

from workflows.engine.models import CaseFile
from workflows.engine.registry import definition

REPAIRS = "/api/v1/repair-cases"
OBJECTIONS = "/api/v1/objections"
DISPUTES = "/api/v1/entry-objections"
RIGHTS_REQUESTS = "/api/v1/rights-requests"
OBJECTION = "objection"
"""The purpose of case types by which somebody objects."""
RIGHTS = "rights"
"""The purpose of case types by which somebody asks about own data."""
_OF_PURPOSE = {OBJECTION: OBJECTIONS, RIGHTS: RIGHTS_REQUESTS}


def is_objection(case: CaseFile) -> bool:
    """Whether a case is an objection to a record, check or repair; disputes are not."""
    purpose = definition(case.case_type, case.definition_version).purpose
    return case.about is None and purpose == OBJECTION


def address_of(case: CaseFile) -> str:
    """The address of a case, without the host."""
    if case.about is not None:
        return f"{DISPUTES}/{case.number}"
    purpose = definition(case.case_type, case.definition_version).purpose
    return f"{_OF_PURPOSE.get(purpose, REPAIRS)}/{case.number}"
