"""REST of single checks and of their verification."""

from typing import Any

from flask import Response

from credit.checks import certificates, corrections, service, verifiers
from credit.checks.present import present
from credit.checks.resolving import Resolution, resolve
from credit.checks.schemas import CheckAnswer, CheckRequest, ConfirmRequest, VerifyAnswer
from credit.checks.service import NewCheck
from credit.rules.vocabulary import Outcome
from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from service.files.kinds import PDF
from service.web.downloads import made_file

blueprint = api_blueprint("checks_api", __name__, "信用核查 Credit checks")


@blueprint.post("/checks")
@allow("checks.create")
@idempotent
@blueprint.arguments(CheckRequest)
@blueprint.response(201, CheckAnswer)
def create(body: dict[str, Any]) -> Any:
    """Check one subject. A negative or held result waits for a reviewer."""
    check = service.create_check(
        NewCheck(
            purpose=body["purpose"],
            name=body["subject"]["name"],
            id_type=body["subject"]["id_type"],
            id_number=body["subject"]["id_number"],
            basis_kind=body["basis"]["kind"],
            basis_reference=body["basis"]["reference"],
            as_of=body["as_of"],
        )
    )
    return _answer(check)


@blueprint.get("/checks/<number>")
@allow("checks.read")
@blueprint.response(200, CheckAnswer)
def read(number: str) -> Any:
    """A check as it was frozen."""
    return present(service.read_check(number, channel="api"), say)


@blueprint.post("/checks/<number>/confirm")
@allow("checks.confirm")
@idempotent
@blueprint.arguments(ConfirmRequest, required=False)
@blueprint.response(200, CheckAnswer)
def confirm(body: dict[str, Any], number: str) -> Any:
    """Confirm a negative result, or answer what held a check (then a new check replaces it)."""
    if service.get_check(number).outcome == Outcome.HELD:
        resolution = Resolution(
            body["identity_confirmed"], frozenset(body["own_records"]), body["note"]
        )
        return present(resolve(number, resolution, channel="api"), say)
    return present(service.confirm(number, body["note"]), say)


@blueprint.post("/checks/<number>/recheck")
@allow("checks.create")
@idempotent
@blueprint.response(201, CheckAnswer)
def recheck(number: str) -> Any:
    """Check the same subject again by today's data; once final, it supersedes this check."""
    return _answer(corrections.recheck(number))


@blueprint.get("/checks/<number>/certificate.pdf")
@allow("checks.certificate")
@blueprint.response(200, content_type="application/pdf")
def certificate(number: str) -> Response:
    """The signed certificate of a final result."""
    number, pdf = certificates.certificate_pdf(number)
    return made_file(pdf, PDF, f"{number}.pdf", inline=True)


@blueprint.get("/verify/<number>")
@allow("certificates.verify")
@blueprint.response(200, VerifyAnswer)
@blueprint.doc(operationId="papers.verify", security=[])
def verify(number: str) -> Any:
    """Is this paper intact, who issued it, and is it still current? No sign-in."""
    return verifiers.verify(number)[1]


def _answer(check: Any) -> Any:
    return present(check, say, just_made=True), 201, {"Location": f"/api/v1/checks/{check.number}"}
