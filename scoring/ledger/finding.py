"""Members found by what people remember of them: a public name, a part of it, or the number.

Nothing personal is read here: what is shown is what stands on boards.
"""

from dataclasses import dataclass

from sqlalchemy import Select, case, func, select

from scoring.communities.models import Member, MemberState
from scoring.communities.scope import NUMBERS
from service.database import db

FOUND_MAX = 20
"""Most members suggested for one text."""
TYPED_CHARS_MAX = 64
"""Longest text looked for, characters."""


@dataclass(frozen=True)
class Found:
    """A member as suggested."""

    number: str
    public_name: str


def find_members(community_code: str, typed: str, limit: int = FOUND_MAX) -> list[Found]:
    """Members whose public name holds what was typed, those that begin with it first."""
    plain = typed.strip()[:TYPED_CHARS_MAX]
    exact = find_member(community_code, plain)
    if exact is not None:
        return [exact]
    if not plain:
        return []
    at = func.strpos(func.lower(Member.public_name), plain.lower())
    rows = db.session.execute(
        _of(community_code)
        .where(at > 0)
        .order_by(case((at == 1, 0), else_=1), Member.public_name)
        .limit(limit)
    )
    return [Found(number, name or "") for number, name in rows]


def find_member(community_code: str, typed: str) -> Found | None:
    """The member of exactly this number or public name."""
    wanted = _of(community_code).where(
        (Member.number == (NUMBERS.tidy(typed) or typed)) | (Member.public_name == typed)
    )
    row = db.session.execute(wanted.limit(1)).first()
    return None if row is None else Found(row.number, row.public_name or "")


def first_members(community_code: str, limit: int) -> list[Found]:
    """The community's members by public name."""
    rows = db.session.execute(_of(community_code).order_by(Member.public_name).limit(limit))
    return [Found(number, name or "") for number, name in rows]


def _of(community_code: str) -> Select[str, str | None]:
    return select(Member.number, Member.public_name).where(
        Member.community_code == community_code, Member.state == MemberState.active
    )
