"""Authorisations the caller gave to units that ask about it, and taking them back at once."""

from collections.abc import Mapping, Sequence

from credit.queries.authorisations import authorisations_of
from credit.queries.authorisations import withdraw as withdraw_authorisation
from credit.queries.models import QueryAuthorisation
from credit.queries.purposes import names
from credit.queries.wording import CATEGORY_NAMES
from credit.retention.terms import Kept, last_day
from service import clock
from service.database import db
from service.messages import Message, listed, msg
from service.rights.consents import Given
from service.rights.held import Item, Line, Section, Way
from service.rights.me import Me

WHY = msg("您授权哪个单位、为了什么、在什么期限内查询您的信用信息。")
BASIS = msg(
    "《浙江省公共信用信息管理条例》第十九条；《中华人民共和国个人信息保护法》第十四条、第十五条"
)
WITHDRAWN_BY_SELF = "本人撤回"


def authorisations_held(me: Me, most: int) -> Section | None:
    """Every authorisation, also those withdrawn or run out."""
    if me.identity is None:
        return None
    rows = authorisations_of(db.session(), me.identity.subject_index)
    known = names()
    return Section(WHY, BASIS, [_item(row, known) for row in rows[:most]], len(rows))


def _item(row: QueryAuthorisation, known: Mapping[str, Message]) -> Item:
    return Item(
        reference=row.number,
        title=msg("授权 {unit} {number}", unit=row.granted_to_unit, number=row.number),
        lines=[
            Line("purposes", msg("用途"), _purposes(row, known)),
            Line("categories", msg("可以提供的内容"), _categories(row)),
            Line("valid_from", msg("自"), row.valid_from),
            Line("valid_until", msg("至"), row.valid_until),
            Line("recorded_by", msg("登记"), f"{row.recorded_unit} {row.recorded_by}".strip()),
            Line("withdrawn_at", msg("撤回时间"), row.withdrawn_at),
            Line("name_and_scan", msg("姓名和扫描件"), _proof(row)),
        ],
        since=row.recorded_at,
        ways=[Way(msg("撤回授权"), "rights.list_consents")] if _stands(row) else (),
    )


def _proof(row: QueryAuthorisation) -> Message:
    """How long what proves it is kept, or that it has left; the rest says that it was given."""
    if row.erased_on is not None:
        return msg("已到保存期限，于 {day} 清除", day=row.erased_on)
    last = last_day(Kept.authorisation, row.ended, clock.today())
    if row.file_id is None:
        return msg("姓名保存到 {day}，之后清除；原件在窗口", day=last)
    return msg("保存到 {day}，之后清除", day=last)


def given_authorisations(me: Me) -> Sequence[Given]:
    """The authorisations that stand."""
    if me.identity is None:
        return ()
    known = names()
    return [
        Given(
            reference=row.number,
            title=msg("授权 {unit} 查询", unit=row.granted_to_unit),
            text=msg(
                "同意该单位为“{purposes}”查询您的{categories}。",
                purposes=_purposes(row, known),
                categories=_categories(row),
            ),
            effect=msg("从此刻起，凭这项授权的查询一律拒绝，并记入查询记录；以前的查询仍然有效。"),
            since=row.recorded_at,
            until=row.valid_until,
        )
        for row in authorisations_of(db.session(), me.identity.subject_index)
        if _stands(row)
    ]


def withdraw(me: Me, reference: str, why: str) -> None:
    """Take one back; the register has made sure that it is the caller's."""
    assert me.identity is not None, "only what was listed for the caller is taken back"
    withdraw_authorisation(reference, why or WITHDRAWN_BY_SELF)


def _stands(row: QueryAuthorisation) -> bool:
    return row.withdrawn_at is None and row.valid_until >= clock.today()


def _purposes(row: QueryAuthorisation, known: Mapping[str, Message]) -> Message:
    return listed(known.get(code) or Message("{code}", {"code": code}) for code in row.purposes)


def _categories(row: QueryAuthorisation) -> Message:
    return listed(CATEGORY_NAMES[code] for code in row.categories)
