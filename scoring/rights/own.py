"""Membership and points as the page about oneself tells them.

Found by the resident's account and nothing else: no identity number, nothing of any other part.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from scoring.communities.consent_texts import text_of
from scoring.communities.consents import consents_of
from scoring.communities.me import sections_of
from scoring.communities.models import Community, Member, MemberConsent, MemberState
from scoring.communities.present import home_of
from scoring.communities.reads import KIND
from scoring.communities.wording import AGE_BANDS, CONSENTS, STATES
from service.access import Role
from service.database import db
from service.messages import Message, msg
from service.private import blind_index
from service.rights.consents import Given
from service.rights.held import Item, Line, Section, Way
from service.rights.me import Me

WHY = msg("您自愿参加社区积分，社区为记录和兑换积分而保存。与信用信息分开，互不影响。")
BASIS = msg("《中华人民共和国个人信息保护法》第十三条、第十五条：凭您的同意，随时可以撤回")


def membership(me: Me) -> Member | None:
    """The membership of a resident's account; nobody else's account has one here."""
    if me.account.role != Role.resident:
        return None
    return db.session.scalar(
        select(Member).where(
            Member.account_id == me.account.id,
            Member.state.not_in([MemberState.left, MemberState.erased]),
        )
    )


def points_held(me: Me, most: int) -> Section | None:
    """The membership, and what each room of community points holds."""
    member = membership(me)
    if member is None:
        return None
    rooms = [
        Item(
            reference=section.key,
            title=section.title,
            explanation=[section.text],
            ways=[Way(link.label, link.endpoint, link.params) for link in section.links],
        )
        for section in sections_of(member)
    ]
    items = [_about(member), *rooms]
    return Section(
        WHY,
        BASIS,
        items[:most],
        len(items),
        ways=[Way(msg("查看、下载积分的全部明细"), "points_me.show")],
    )


def _about(member: Member) -> Item:
    community = db.session.get_one(Community, member.community_code)
    lines = [
        Line("community", msg("社区"), community.name),
        Line("public_name", msg("公开名称"), member.public_name),
        Line("name", msg("姓名或称呼"), member.name_sealed),
        Line("phone", msg("联系电话"), member.phone_sealed),
        Line("home", msg("住处门牌"), home_of(member) or None),
        Line("age_band", msg("年龄段"), AGE_BANDS[member.age_band]),
        Line("guardian", msg("监护人"), member.guardian_sealed),
        Line("state", msg("状态"), STATES[member.state][1]),
        Line("on_boards", msg("上榜"), member.on_boards),
    ]
    return Item(
        reference=member.number,
        title=msg("成员 {number}", number=member.number),
        lines=[line for line in lines if line.value is not None],
        since=member.joined_on,
        kept_until=member.erase_by or msg("您退出后 3 日内删除"),
        ways=[Way(msg("更正、退出"), "points_me.show")],
    )


def given_consents(me: Me) -> Sequence[Given]:
    """What the resident agreed to; it is taken back on the page of community points."""
    member = membership(me)
    if member is None:
        return ()
    latest = {one.kind: one for one in reversed(consents_of(member))}  # the newest comes last
    return [
        Given(
            reference=kind,
            title=CONSENTS[kind],
            text=_text(one),
            effect=msg("立即生效；退出的，3 日内删除积分和个人信息，没有任何不利。"),
            since=one.at,
            way=Way(msg("到“我的积分”撤回"), "points_me.show"),
        )
        for kind, one in sorted(latest.items())
        if one.given
    ]


def _text(one: MemberConsent) -> Message:
    text = text_of(one.text_version)
    return text.shown if text else msg("同意书版本 {version}", version=one.text_version)


def withdraw_there(_me: Me, _reference: str, _why: str) -> None:
    """Nothing: the way leads to the page of community points, which says what leaving means."""


def traces(me: Me) -> Iterable[bytes]:
    """Under which digest looks at the member are logged."""
    member = membership(me)
    return () if member is None else (blind_index(KIND, member.number),)
