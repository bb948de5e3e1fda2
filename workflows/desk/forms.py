"""The actions open to the caller, each with its form, what leads a case on first."""

from typing import Any

from service.web.forms import Form
from workflows.desk.progress import asks_nothing, usual_way
from workflows.desk.wording import AS_WISHED
from workflows.engine.available import available_actions
from workflows.engine.models import CaseFile
from workflows.engine.registry import definition


def action_forms(
    case: CaseFile, shown: dict[str, Any], form: Form | None = None, tried: str | None = None
) -> list[dict[str, Any]]:
    """What `action` of `cases/parts.html` draws; a form that was refused keeps its words.

    `shown` is the case as `present_case` gives it, `tried` the action that `form` was for.
    """
    found = definition(case.case_type, case.definition_version)
    way = usual_way(found)
    rules = dict(zip(available_actions(case), shown["actions"], strict=True))
    return [
        {
            **rules[rule],
            "primary": rule.target in way,
            "plain": asks_nothing(rule),
            "danger": rule.outcome is not None and rule.outcome not in AS_WISHED,
            "form": form if form is not None and rule.code == tried else Form.blank(),
            "tried": rule.code == tried,
        }
        for rule in sorted(rules, key=lambda rule: rule.target not in way)
    ]
