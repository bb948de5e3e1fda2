"""What is drawn from the code and committed is what the code draws today."""

import workflows.part  # noqa: F401 - registers every definition
from service.access import permissions_table
from service.access.policy import load_policy
from workflows.engine import drawing


def test_the_permission_table_is_up_to_date():
    committed = permissions_table.DOCUMENT.read_text(encoding="utf-8")
    assert committed == permissions_table.document(), (
        "run python -m service.access.permissions_table"
    )


def test_the_permission_table_names_every_action_once():
    lines = permissions_table.document().splitlines()
    for action in load_policy():
        assert sum(line.startswith(f"| `{action}` |") for line in lines) == 1


def test_the_documents_of_the_case_types_are_up_to_date():
    folder = drawing.FOLDER
    committed = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert committed == drawing.documents(), "run make docs"
