"""COPY of the checks of one chunk: the same values as a single check writes, in one stream."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from credit.checks.batches import answers
from credit.checks.batches.answers import Answer
from credit.checks.lookup import Applicant
from credit.checks.write import Request
from credit.rules.assessment import ENGINE_VERSION
from credit.subjects.identifiers import SubjectKind
from service.database.copied import NULL, copied_text
from service.private import mask_name, mask_number
from service.private.bulk import seal_all

VARYING = (
    "number", "subject_id", "subject_kind", "id_type", "id_index", "id_sealed", "id_mask",
    "name_sealed", "name_mask", *answers.COLUMNS, "batch_row",
)  # fmt: skip
CONSTANT = (
    "purpose", "basis_kind", "basis_reference", "as_of", "rule_set_id", "engine", "batch_id",
    "created_by", "created_by_id", "created_at",
)  # fmt: skip
"""Columns that are the same for all checks of one batch; encoded once a chunk."""
STATEMENT = f"COPY credit_check ({', '.join((*VARYING, *CONSTANT))}) FROM STDIN"
ROWS_PER_WRITE = 200


class Checked(NamedTuple):
    """One check to be written."""

    number: str
    applicant: Applicant
    subject_id: int | None
    answer: Answer
    row: int
    """Row in the file."""


def copy_checks(
    session: Session, request: Request, batch_id: UUID, checks: Sequence[Checked]
) -> None:
    """Write the checks of one batch, as `check_values` makes them, in this transaction."""
    driver: Any = session.connection().connection.driver_connection
    tail = _constant(request, batch_id)
    with driver.cursor() as cursor, cursor.copy(STATEMENT) as copy:
        for start in range(0, len(checks), ROWS_PER_WRITE):
            copy.write("".join(_lines(checks[start : start + ROWS_PER_WRITE], tail)))


def _lines(checks: Sequence[Checked], tail: str) -> Iterator[str]:
    numbers = seal_all([one.applicant.identifier.number for one in checks])
    names = seal_all([one.applicant.name for one in checks])
    for (number, who, subject, answer, row), sealed, name in zip(
        checks, numbers, names, strict=True
    ):
        identifier = who.identifier
        id_mask, name_mask = identifier.number, who.name
        if identifier.subject_kind is SubjectKind.NATURAL_PERSON:
            id_mask, name_mask = mask_number(id_mask), mask_name(name_mask)
        yield (
            f"{number}\t{NULL if subject is None else subject}\t{identifier.subject_kind}\t"
            f"{identifier.id_type}\t\\\\x{who.id_index.hex()}\t\\\\x{sealed.hex()}\t"
            f"{copied_text(id_mask)}\t\\\\x{name.hex()}\t{copied_text(name_mask)}\t"
            f"{answer.copied}\t{row}\t{tail}"
        )


def _constant(request: Request, batch_id: UUID) -> str:
    values = (
        request.purpose, request.basis_kind, request.basis_reference, request.as_of,
        request.rule_set_id, ENGINE_VERSION, batch_id, request.actor.name,
        request.actor.id or None, request.at,
    )  # fmt: skip
    return "\t".join(NULL if one is None else copied_text(str(one)) for one in values) + "\n"
