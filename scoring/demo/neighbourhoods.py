"""Further communities for a demonstration at the scale of a district: homes, members, a year."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import func, select

from scoring.communities.joining import NewMember, join
from scoring.communities.models import Community, Level, Member, Place
from scoring.demo import village
from scoring.demo.posting import post_the_past
from scoring.demo.stage import as_account, settle
from service import clock
from service.access.account import Role
from service.accounts.demo import past_account
from service.audit import Actor
from service.database import db, transaction
from service.demo import Scale, progress

IN_A_DISTRICT = 15
"""Communities of a district that keep points, besides the one of the small demonstration."""
MEMBERS, WEEKS, SHY = 260, 48, 9
SUBDISTRICTS = ("古荡", "西溪", "文新", "北山", "灵隐", "蒋村", "三墩", "转塘", "留下", "双浦")
ORDINALS = "一二三四五六七八九十"


def load_neighbourhoods(scale: Scale) -> Mapping[str, int]:
    """Found what is missing; a community is there whole or not at all, but for its last weeks."""
    count = IN_A_DISTRICT * scale.times
    if not count:
        return {}
    with progress("communities 社区", count) as more:
        for place in range(count):
            _load(place)
            more(1)
    households = select(func.count()).where(Place.level == Level.household)
    return {"households": db.session.scalar(households) or 0}


def _load(place: int) -> None:
    code = f"XH{place + 1:03}"
    if db.session.get(Community, code) is None:
        again, at = divmod(place, len(SUBDISTRICTS))
        street = SUBDISTRICTS[at]
        name = f"{street}{_ordinal(again)}社区（演示）"
        manager = past_account(
            f"year-community-{place + 1}", Role.community, f"{name}居委会", community_code=code
        )
        with transaction():
            settle(code, name, f"{street}街道", village.LARGE)
            members = _join(code, manager, place)
        post_the_past(code, manager, members, WEEKS)
    db.session.expunge_all()


def _ordinal(number: int) -> str:
    return ORDINALS[number] if number < len(ORDINALS) else str(number + 1)


def _join(code: str, manager: Actor, place: int) -> list[Member]:
    """The neighbours; some were there from the start, the others joined month by month."""
    first = clock.today() - timedelta(weeks=WEEKS)
    joined = []
    with as_account(manager.name):
        people = village.neighbours(MEMBERS, village.LARGE, village.SEED + place + 1)
        for at, one in enumerate(people):
            member = join(
                NewMember(
                    code, one.household, one.public_name, one.name, agreed=True,
                    on_boards=at % SHY != 1,
                )
            ).member  # fmt: skip
            member.joined_on = _joined_on(first, at)  # the demonstration has a past
            joined.append(member)
    return joined


def _joined_on(first: date, at: int) -> date:
    """Half at once, the others spread over the year."""
    later = at - MEMBERS // 2
    return first if later < 0 else first + timedelta(days=later * 7 * WEEKS // MEMBERS)
