"""Use cases of authorisations: recorded at the window or by the unit, withdrawn by the subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from credit.queries.limits import AUTHORISED_MAX, SCAN_BYTES_MAX
from credit.queries.models import Basis, QueryAuthorisation
from credit.queries.numbers import AUTHORISATIONS
from credit.queries.problems import AlreadyWithdrawn, AuthorisationUnknown, ScanUnreadable
from credit.queries.purposes import purposes_on
from credit.subjects.identifiers import Identifier, SubjectKind
from service import audit, clock
from service.access import Scope, current_account, scope_of
from service.api.paging import page_of
from service.audit import current_actor
from service.database import db, transaction
from service.files.kinds import kind_of
from service.files.models import StoredFile
from service.files.store import open_stored, store_scanned
from service.messages import msg
from service.private import blind_index, mask_name, mask_number
from service.problems import FieldError, InvalidInput

CATEGORIES = ("records", "honours", "measures")
"""What an authorisation may let be told."""
HEAD_BYTES = 16


@dataclass(frozen=True, repr=False)
class NewAuthorisation:
    """What a signed authorisation says. Its repr shows nothing: it holds personal data."""

    identifier: Identifier
    name: str
    granted_to_unit: str
    purposes: Sequence[str]
    valid_from: date
    valid_until: date
    categories: Sequence[str] = CATEGORIES
    bearer: str | None = None
    """Who brought it in the subject's stead."""
    scan: BinaryIO | None = None
    filename: str = ""


def record_authorisation(new: NewAuthorisation) -> QueryAuthorisation:
    """Record an authorisation. Raises `InvalidInput`, `ScanUnreadable` or `FileTooLarge`."""
    today = clock.today()
    _refuse_wrong(new, today)
    actor = current_actor()
    identifier = new.identifier
    personal = identifier.subject_kind is SubjectKind.NATURAL_PERSON
    with transaction() as session:
        row = QueryAuthorisation(
            number=AUTHORISATIONS.new(today),
            subject_index=blind_index(identifier.id_type, identifier.number),
            subject_kind=str(identifier.subject_kind),
            id_type=str(identifier.id_type),
            id_mask=mask_number(identifier.number) if personal else identifier.number,
            name_sealed=new.name,
            name_mask=mask_name(new.name) if personal else new.name,
            granted_to_unit=new.granted_to_unit,
            bearer_mask=mask_name(new.bearer) if new.bearer else None,
            purposes=list(new.purposes),
            categories=list(new.categories),
            valid_from=new.valid_from,
            valid_until=new.valid_until,
            file_id=_scanned(new),
            recorded_by=actor.name,
            recorded_by_id=actor.id or None,
            recorded_unit=actor.unit,
            recorded_at=clock.now(),
        )
        session.add(row)
        session.flush()
        audit.record(
            "queries.authorised", "query_authorisation", row.number,
            {"unit": row.granted_to_unit, "purposes": row.purposes, "until": str(row.valid_until)},
        )  # fmt: skip
    return row


def withdraw(number: str, reason: str) -> QueryAuthorisation:
    """Withdraw an authorisation; from now on nothing is answered on it (PIPL Art. 15).

    Raises `AuthorisationUnknown` or `AlreadyWithdrawn`. Whoever calls this has made sure that
    the subject itself wants it.
    """
    tidy = AUTHORISATIONS.tidy(number)
    with transaction() as session:
        row = session.scalar(
            select(QueryAuthorisation).where(QueryAuthorisation.number == tidy).with_for_update()
        )
        if tidy is None or row is None:
            raise _unknown(number)
        if row.withdrawn_at is not None:
            raise AlreadyWithdrawn(msg("授权 {number} 已经撤回。", number=row.number))
        row.withdrawn_at = clock.now()
        row.withdrawn_by = current_actor().name
        row.withdrawn_reason = reason
        audit.record("queries.withdrawn", "query_authorisation", row.number)
    return row


def authorisations_of(session: Session, subject_index: bytes) -> list[QueryAuthorisation]:
    """All that a subject has ever authorised, newest first."""
    return list(
        session.scalars(
            select(QueryAuthorisation)
            .where(QueryAuthorisation.subject_index == subject_index)
            .order_by(QueryAuthorisation.id.desc())
        )
    )


def list_authorisations(
    *, cursor: str | None = None, limit: int
) -> tuple[list[QueryAuthorisation], str | None]:
    """A page of those the caller may see, newest first."""
    return page_of(_visible(), QueryAuthorisation.id, cursor=cursor, limit=limit)


def get_authorisation(number: str) -> QueryAuthorisation:
    """One the caller may see. Raises `AuthorisationUnknown`, also for another unit's."""
    tidy = AUTHORISATIONS.tidy(number)
    row = db.session.scalar(_visible().where(QueryAuthorisation.number == tidy)) if tidy else None
    if row is None:
        raise _unknown(number)
    return row


def _visible() -> Select[QueryAuthorisation]:
    account = current_account()
    rows = select(QueryAuthorisation)
    if scope_of(account, "authorisations.read") is Scope.all:
        return rows
    unit = account.unit if account is not None else ""
    return rows.where(QueryAuthorisation.granted_to_unit == unit, literal(unit != ""))


def scan_of(row: QueryAuthorisation) -> BinaryIO:
    """The scan of the signed paper. Raises `AuthorisationUnknown` where there is none any more."""
    if row.file_id is None:
        raise AuthorisationUnknown(
            msg("授权 {number} 没有扫描件，原件存于窗口。", number=row.number)
        )
    if row.erased_on is not None:
        raise AuthorisationUnknown(
            msg(
                "授权 {number} 的扫描件已到保存期限，于 {day} 清除。",
                number=row.number,
                day=row.erased_on,
            )
        )
    return open_stored(row.file_id)


def scan_digest(row: QueryAuthorisation) -> str | None:
    """SHA-256 of the scan in hex, by which a copy kept elsewhere is known to be it."""
    return db.session.get_one(StoredFile, row.file_id).sha256.hex() if row.file_id else None


def _unknown(number: str) -> AuthorisationUnknown:
    return AuthorisationUnknown(msg("没有编号为“{number}”的授权。", number=number[:40]))


def _refuse_wrong(new: NewAuthorisation, today: date) -> None:
    faults = []
    known = {one.code for one in purposes_on(today) if Basis.authorisation in one.basis}
    if not new.purposes or set(new.purposes) - known:
        faults.append(FieldError("purposes", "unknown-purpose", msg("请从列出的用途中选择。")))
    if not new.categories or set(new.categories) - set(CATEGORIES):
        faults.append(FieldError("categories", "unknown-category", msg("请从列出的内容中选择。")))
    if not new.granted_to_unit:
        faults.append(FieldError("granted_to_unit", "missing", msg("请填写被授权的单位。")))
    if new.valid_until < new.valid_from:
        faults.append(FieldError("valid_until", "ends-early", msg("终止日期早于起始日期。")))
    elif new.valid_until < today:
        faults.append(FieldError("valid_until", "past", msg("授权已经过期。")))
    elif new.valid_until - new.valid_from > AUTHORISED_MAX:
        days = AUTHORISED_MAX.days
        told = msg("授权期最长 {days} 天。", days=days)
        faults.append(FieldError("valid_until", "too-long", told))
    if faults:
        raise InvalidInput(msg("授权书有 {count} 处须改正。", count=len(faults)), errors=faults)


def _scanned(new: NewAuthorisation) -> UUID | None:
    if new.scan is None:
        return None
    head = new.scan.read(HEAD_BYTES)
    new.scan.seek(0)
    if kind_of(head) is None:
        raise ScanUnreadable(
            msg("扫描件须为 PDF、JPG 或 PNG。"),
            errors=[FieldError("file", "scan-unreadable", msg("请重新扫描后上传。"))],
        )
    return store_scanned(new.scan, new.filename, max_bytes=SCAN_BYTES_MAX).id
