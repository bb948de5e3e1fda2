"""REST of authorisations: record one, list them, withdraw one for its subject."""

from typing import Any

from credit.queries import authorisations
from credit.queries.authorisations import NewAuthorisation
from credit.queries.present import present_authorisation
from credit.queries.rows import read_identifier
from credit.queries.schemas import (
    AuthorisationAnswer,
    AuthorisationFile,
    AuthorisationForm,
    AuthorisationsAnswer,
    WithdrawRequest,
)
from service import clock
from service.access import Scope, allow, current_account, scope_of
from service.api.idempotency import idempotent
from service.api.paging import PageArguments
from service.api.shell import api_blueprint
from service.messages import msg
from service.problems import FieldError, InvalidInput

blueprint = api_blueprint("query_authorisations_api", __name__, "查询授权 Authorisations")


@blueprint.post("/query-authorisations")
@allow("authorisations.record")
@idempotent
@blueprint.arguments(AuthorisationForm, location="form")
@blueprint.arguments(AuthorisationFile, location="files")
@blueprint.response(201, AuthorisationAnswer)
def record(form: dict[str, Any], files: dict[str, Any]) -> Any:
    """Record a signed authorisation. A forged one is fined (Regulation Art. 34, 35)."""
    row = authorisations.record_authorisation(new_authorisation(form, files["file"]))
    address = f"/api/v1/query-authorisations/{row.number}"
    return present_authorisation(row), 201, {"Location": address}


def new_authorisation(form: dict[str, Any], upload: Any) -> NewAuthorisation:
    """What a form states; a department records for itself, and with the scan alone."""
    account = current_account()
    unit = account.unit if account is not None else ""
    own = scope_of(account, "authorisations.record") is Scope.unit
    if own and form["granted_to_unit"] not in {None, "", unit}:
        raise _wrong("granted_to_unit", msg("只能登记授权给本单位的授权书。"))
    if own and upload is None:
        raise _wrong("file", msg("请上传已签署的授权书扫描件。"))
    return NewAuthorisation(
        identifier=read_identifier(form["id_type"], form["id_number"], clock.today()),
        name=form["name"],
        granted_to_unit=unit if own else form["granted_to_unit"] or unit,
        purposes=tuple(dict.fromkeys(form["purposes"])),
        categories=tuple(dict.fromkeys(form["categories"])),
        valid_from=form["valid_from"],
        valid_until=form["valid_until"],
        bearer=form["bearer"],
        scan=None if upload is None else upload.stream,
        filename="" if upload is None else upload.filename or "",
    )


@blueprint.get("/query-authorisations")
@allow("authorisations.read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, AuthorisationsAnswer)
def index(page: dict[str, Any]) -> Any:
    """Authorisations granted to the caller's unit, newest first; clerks and auditors see all."""
    rows, following = authorisations.list_authorisations(**page)
    return {"items": [present_authorisation(row) for row in rows], "next_cursor": following}


@blueprint.get("/query-authorisations/<number>")
@allow("authorisations.read")
@blueprint.response(200, AuthorisationAnswer)
def read(number: str) -> Any:
    """One authorisation."""
    return present_authorisation(authorisations.get_authorisation(number))


@blueprint.post("/query-authorisations/<number>/withdraw")
@allow("authorisations.withdraw")
@idempotent
@blueprint.arguments(WithdrawRequest)
@blueprint.response(200, AuthorisationAnswer)
def withdraw(body: dict[str, Any], number: str) -> Any:
    """Withdraw for the subject that shows its ID; nothing is answered on it from now on."""
    return present_authorisation(authorisations.withdraw(number, body["reason"]))


def _wrong(field: str, text: Any) -> InvalidInput:
    return InvalidInput(text, errors=[FieldError(field, "not-yours", text)])
