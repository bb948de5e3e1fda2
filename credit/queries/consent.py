"""Whether an authorisation carries a query. Pure: no Flask, no session, no clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from service.messages import Message, msg


class Denial(StrEnum):
    """Why a subject is not answered about."""

    purpose_not_yours = "purpose-not-yours"
    basis_not_accepted = "basis-not-accepted"
    subject_kind = "subject-kind"
    minor_subject = "minor-subject"
    name_mismatch = "name-mismatch"
    authorisation_unknown = "authorisation-unknown"
    """There is none of this number that concerns this subject and this unit."""
    authorisation_withdrawn = "authorisation-withdrawn"
    authorisation_not_yet = "authorisation-not-yet-valid"
    authorisation_expired = "authorisation-expired"
    authorisation_purpose = "authorisation-other-purpose"


SENTENCES = {
    Denial.purpose_not_yours: msg("这一用途不由您的角色查询。"),
    Denial.basis_not_accepted: msg("这一用途不接受所选的查询依据。"),
    Denial.subject_kind: msg("这一用途不查询这类主体。"),
    Denial.minor_subject: msg("不查询未成年人的信用信息。"),
    Denial.name_mismatch: msg("姓名与证件号码不是同一人的，不予查询。"),
    Denial.authorisation_unknown: msg("没有登记过该主体授权本单位查询的这份授权书。"),
    Denial.authorisation_withdrawn: msg("授权已被撤回。"),
    Denial.authorisation_not_yet: msg("授权尚未生效。"),
    Denial.authorisation_expired: msg("授权已过期。"),
    Denial.authorisation_purpose: msg("授权不包括这一用途。"),
}
REMEDIES = {
    Denial.purpose_not_yours: msg("请改选您的职责范围内的用途。"),
    Denial.basis_not_accepted: msg("请查看该用途可用的查询依据。"),
    Denial.subject_kind: msg("请核对证件类型，或改选用途。"),
    Denial.minor_subject: msg("请改为查询其父母或其他监护人。"),
    Denial.name_mismatch: msg("请对照证件核对姓名和号码后再查。"),
    Denial.authorisation_unknown: msg("请核对授权书编号；尚未登记的，请先登记授权书。"),
    Denial.authorisation_withdrawn: msg("如仍需查询，请重新取得授权。"),
    Denial.authorisation_not_yet: msg("请在授权的有效期内查询。"),
    Denial.authorisation_expired: msg("如仍需查询，请重新取得授权。"),
    Denial.authorisation_purpose: msg("请按授权书写明的用途查询，或重新取得授权。"),
}


class Granted(Protocol):
    """An authorisation, as a row or an object."""

    @property
    def subject_index(self) -> bytes: ...  # noqa: D102 - said by the class
    @property
    def granted_to_unit(self) -> str: ...  # noqa: D102
    @property
    def purposes(self) -> Collection[str]: ...  # noqa: D102
    @property
    def valid_from(self) -> date: ...  # noqa: D102
    @property
    def valid_until(self) -> date: ...  # noqa: D102
    @property
    def withdrawn_at(self) -> datetime | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to ask about whom, what for, and when."""

    subject_index: bytes
    unit: str
    purpose: str
    day: date


def denial_of(granted: Granted | None, wish: Wish) -> Denial | None:
    """Why the authorisation does not carry the query; None where it does.

    One of another subject or another unit is answered like one that does not exist, so that
    numbers cannot be tried out.
    """
    if granted is None or not _concerns(granted, wish):
        return Denial.authorisation_unknown
    if granted.withdrawn_at is not None:
        return Denial.authorisation_withdrawn
    if wish.day < granted.valid_from:
        return Denial.authorisation_not_yet
    if wish.day > granted.valid_until:
        return Denial.authorisation_expired
    if wish.purpose not in granted.purposes:
        return Denial.authorisation_purpose
    return None


def _concerns(granted: Granted, wish: Wish) -> bool:
    same_unit = bool(wish.unit) and granted.granted_to_unit == wish.unit
    return same_unit and granted.subject_index == wish.subject_index


def standing(granted: Granted, day: date) -> tuple[str, Message]:
    """Where an authorisation stands: the kind of badge and its text."""
    if granted.withdrawn_at is not None:
        return "info", msg("已撤回")
    if day < granted.valid_from:
        return "wait", msg("尚未生效")
    if day > granted.valid_until:
        return "info", msg("已过期")
    return "ok", msg("有效")
