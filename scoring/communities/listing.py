"""Lists of members."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from scoring.communities.models import Member, Place
from scoring.communities.public_names import tidy_name
from service.database import db

MEMBER_ROWS = 50
"""Members on one page of a list."""


def find_members(statement: Select[Any], wanted: str) -> list[Member]:
    """Members in whose public name the words stand, at most a page of them."""
    part = tidy_name(wanted).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found = statement.where(Member.public_name.ilike(f"%{part}%", escape="\\"))
    return list(db.session.scalars(found.order_by(Member.public_name).limit(MEMBER_ROWS)))


def household_codes(members: Sequence[Member]) -> Mapping[int, str]:
    """Codes of the households of these members, by id."""
    ids = {member.household_id for member in members}
    found = db.session.execute(select(Place.id, Place.code).where(Place.id.in_(ids)))
    return {row.id: row.code for row in found}
