"""Finds the household a person names."""

from sqlalchemy import select

from scoring.communities.models import Level, Place
from scoring.communities.problems import faulty
from scoring.communities.public_names import tidy_code
from service.database import db
from service.messages import msg


def household(community_code: str, code: str) -> Place:
    """The household of that code in a community, which nobody retires until the transaction ends.

    Raises `InvalidInput`.
    """
    tidy = tidy_code(code)
    place = db.session.scalar(
        select(Place)
        .where(
            Place.community_code == community_code,
            Place.level == Level.household,
            Place.code == tidy,
        )
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    if place is None:
        raise faulty(
            "household",
            "unknown-household",
            msg("本社区没有编号为“{code}”的住户。", code=tidy),
            msg("请在“住处”中核对编号，例如 3-2-501；新住户请先在那里添加。"),
        )
    if place.retired_at is not None:
        raise faulty("household", "retired-household", msg("这一户已停用，请换一户或先恢复它。"))
    return place
