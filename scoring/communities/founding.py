"""Founding a community, and what its managers settle about it."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scoring.communities.limits import (
    BASIS_CHARS_MAX,
    MEMBERS_MIN_LEAST,
    MEMBERS_MIN_MOST,
    NAME_CHARS_MAX,
)
from scoring.communities.locking import held_community
from scoring.communities.models import Community, Level, Place
from scoring.communities.problems import CommunityExists, faulty
from scoring.communities.public_names import tidy_name
from service import audit, clock
from service.database import transaction
from service.messages import msg

_CODE = re.compile(r"[A-Z0-9](-?[A-Z0-9]){0,31}")


@dataclass(frozen=True)
class Settlement:
    """What a community settles: from how many members on a place is shown, and minus items."""

    members_min: int
    minus_basis: str = ""
    minus_resolution: str = ""


def found_community(
    code: str, name: str, *, district: str = "", subdistrict: str = "", demonstration: bool = False
) -> Community:
    """Found a community with its place below its sub-district and district, where these are named.

    `code` is what accounts name it by: capitals, digits, hyphens. Raises `InvalidInput`,
    `CommunityExists`.
    """
    code, name = code.strip(), tidy_name(name)
    if not _CODE.fullmatch(code):
        raise faulty("code", "bad-code", msg("社区代码只用大写字母、数字和连字符，例如 CY1。"))
    if not 0 < len(name) <= NAME_CHARS_MAX:
        raise faulty("name", "bad-name", msg("请填写不超过 {max} 个字的名称。", max=NAME_CHARS_MAX))
    try:
        with transaction() as session:
            if session.get(Community, code) is not None:
                raise _exists(code)
            community = Community(
                code=code, name=name, demonstration=demonstration, settings={},
                created_at=clock.now(),
            )  # fmt: skip
            session.add(community)
            session.flush()
            above = _upper(session, Level.district, district, None)
            above = _upper(session, Level.subdistrict, subdistrict, above)
            parent_id = above.id if above else None
            session.add(
                Place(
                    community_code=code,
                    level=Level.community,
                    code=code,
                    name=name,
                    parent_id=parent_id,
                )
            )
            audit.record("community.founded", "community", code)
    except IntegrityError as error:  # somebody else took the code in this very moment
        raise _exists(code) from error
    return community


def settle(community: Community, settlement: Settlement) -> Community:
    """Change what the community settles.

    Minus items need both a legal basis and the residents' resolution, or stay off. Raises
    `InvalidInput`.
    """
    basis, resolution = settlement.minus_basis.strip(), settlement.minus_resolution.strip()
    _require_both(basis, resolution)
    if not MEMBERS_MIN_LEAST <= settlement.members_min <= MEMBERS_MIN_MOST:
        raise faulty(
            "members_min", "out-of-range",
            msg("应在 {min} 至 {max} 之间。", min=MEMBERS_MIN_LEAST, max=MEMBERS_MIN_MOST),
        )  # fmt: skip
    with transaction() as session:
        community = held_community(session, community.code)
        before = (community.members_min, community.minus_basis is not None)
        community.members_min = settlement.members_min
        community.minus_basis = basis or None
        community.minus_resolution = resolution or None
        after = (community.members_min, community.minus_basis is not None)
        audit.record(
            "community.settled", "community", community.code,
            {"members_min": after[0], "minus": after[1], "before": list(before)},
        )  # fmt: skip
    return community


def _require_both(basis: str, resolution: str) -> None:
    for field, text, other in (
        ("minus_basis", basis, resolution),
        ("minus_resolution", resolution, basis),
    ):
        if len(text) > BASIS_CHARS_MAX:
            raise faulty(field, "too-long", msg("最多填写 {max} 个字符。", max=BASIS_CHARS_MAX))
        if other and not text:
            raise faulty(field, "required", msg("开启减分项，要同时写明法律依据和居民会议的决议。"))


def _upper(session: Session, level: Level, name: str, parent: Place | None) -> Place | None:
    """The district or sub-district of that name below `parent`, added when it is new."""
    tidy = tidy_name(name)
    if not tidy:
        return parent
    parent_id = parent.id if parent else None
    found = session.scalar(
        select(Place).where(
            Place.level == level,
            Place.code == tidy,
            Place.parent_id.is_not_distinct_from(parent_id),
        )
    )
    if found is None:
        found = Place(level=level, code=tidy, name=tidy, parent_id=parent_id)
        session.add(found)
        session.flush()
    return found


def _exists(code: str) -> CommunityExists:
    return CommunityExists(msg("社区代码“{code}”已有社区使用。", code=code))
