"""The names by which clients call the operations."""

import pytest

from service.api.documentation import METHODS
from service.api.operation_ids import operation_id

PAGED = {"parameters": [{"in": "query", "name": "cursor"}]}


@pytest.mark.parametrize(
    ("method", "path", "operation", "name"),
    [
        ("get", "/checks", PAGED, "checks.list"),
        ("get", "/case-figures", {}, "case_figures.get"),
        ("post", "/checks", {}, "checks.create"),
        ("get", "/checks/{number}", {}, "checks.get"),
        ("delete", "/uploads/{upload_id}", {}, "uploads.delete"),
        ("post", "/checks/{number}/confirm", {}, "checks.confirm"),
        ("get", "/check-batches/template.xlsx", {}, "check_batches.template_xlsx"),
        ("get", "/repair-cases/{number}/letters/{letter}.pdf", {}, "repair_cases.letter_pdf"),
        ("get", "/objections/{number}/attachments", {}, "objections.attachments"),
        ("get", "/objections/{number}/attachments/{id}", {}, "objections.attachment"),
        ("post", "/queries", {"operationId": "queries.ask"}, "queries.ask"),
    ],
)
def test_an_operation_is_named_by_its_address_unless_it_names_itself(method, path, operation, name):
    assert operation_id(path, method, operation) == name


def test_every_operation_has_a_name_of_its_own(built_app):
    paths = built_app.test_client().get("/api/openapi.json").json["paths"]
    names = [
        item[method]["operationId"]
        for item in paths.values()
        for method in METHODS
        if method in item
    ]
    assert len(names) == len(set(names)) > 100
    assert all(name.replace(".", "_").isidentifier() for name in names)
