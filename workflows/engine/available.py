"""What the caller can do with a case now, and what stands against it."""

from workflows.engine.definition import ActionRule
from workflows.engine.lookup import open_to
from workflows.engine.models import CaseFile
from workflows.engine.parties import current_caller, parties_of
from workflows.engine.registry import definition


def available_actions(case: CaseFile) -> tuple[ActionRule, ...]:
    """The actions open to the caller in the case's state, in the order of the table."""
    found = definition(case.case_type, case.definition_version)
    return open_to(found, case.state, parties_of(case, current_caller()))
