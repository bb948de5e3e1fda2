"""What the ground floor itself holds about whoever has an account."""

from collections.abc import Mapping

from sqlalchemy import func, select

from service.accounts import second_factor
from service.accounts.models import Account, ApiToken, LoginSession
from service.audit.models import QueryLogEntry
from service.database import db
from service.identities.numbers import document_types
from service.messages import Message, msg
from service.notices.addresses import kept_addresses
from service.notices.models import Notice
from service.packed import unpack
from service.rights.held import Item, Line, Section, Value, Way
from service.rights.me import Me
from service.rights.traces import indexes_of
from service.rights.wording import ROLES

CHANNELS: Mapping[str, Message] = {"email": msg("电子邮箱"), "sms": msg("手机号码")}
SESSION = "session"
LOG_KEPT = msg("10 年（《浙江省公共信用信息管理条例》第二十条）")


def account_held(me: Me, most: int) -> Section:
    """The account: who it is, its sessions and tokens."""
    row = db.session.get_one(Account, me.account.id)
    lines = [
        Line("name", msg("账号"), row.name),
        Line("display_name", msg("称呼"), row.display_name),
        Line("role", msg("角色"), ROLES[row.role]),
        Line("unit", msg("单位"), row.unit or None),
        Line("subject_code", msg("统一社会信用代码"), row.subject_code),
        Line("community_code", msg("所属社区"), row.community_code),
        Line("second_factor_since", msg("两步验证启用时间"), second_factor.since(row.id)),
    ]
    addresses = _addresses(row.id)
    items = [
        Item(
            reference=str(row.id),
            title=msg("账号 {name}", name=row.name),
            lines=[*_identity_lines(me), *(line for line in lines if line.value is not None)],
            since=row.created_at,
            kept_until=msg("账号停用为止；办理过的事项按各自的期限保存"),
            ways=[Way(msg("修改密码、吊销令牌"), "accounts.account")],
        ),
        *addresses,
        *_sessions(row.id, most),
        *_tokens(row.id, most),
    ]
    return Section(
        why=msg("用来确认是您本人，并把办理进度告诉您。"),
        basis=msg(
            "《中华人民共和国个人信息保护法》第十三条：履行法定职责所必需；联系方式凭您的同意"
        ),
        items=items[:most],
        total=1 + len(addresses) + _count(LoginSession, row.id) + _count(ApiToken, row.id),
        ways=[Way(msg("更正我的联系方式"), "rights.contact")],
    )


def _count(model: type[LoginSession | ApiToken], account_id: int) -> int:
    found = select(func.count()).select_from(model).where(model.account_id == account_id)
    return db.session.scalar(found) or 0


def _identity_lines(me: Me) -> list[Line]:
    if me.identity is None or not me.identity.is_person:
        return []
    kinds = document_types()
    kind: Value = kinds.get(me.identity.id_type, me.identity.id_type)
    return [
        Line("verified_name", msg("姓名"), me.identity.name),
        Line("id_type", msg("证件类型"), kind),
        Line("id_number", msg("证件号码（只保存掩码和不可还原的索引）"), me.identity.id_mask),
        Line("verified_at", msg("身份核验时间"), me.identity.verified_at),
    ]


def _addresses(account_id: int) -> list[Item]:
    return [
        Item(
            reference=row.channel,
            title=CHANNELS[row.channel],
            lines=[Line("address", CHANNELS[row.channel], row.address)],
            since=row.set_at,
            kept_until=msg("您撤回为止"),
            ways=[Way(msg("更正或删除"), "rights.contact")],
        )
        for row in kept_addresses(account_id)
    ]


def _sessions(account_id: int, most: int) -> list[Item]:
    rows = db.session.scalars(
        select(LoginSession)
        .where(LoginSession.account_id == account_id)
        .order_by(LoginSession.created_at.desc())
        .limit(most)
    )
    return [
        Item(
            reference=f"session-{number}",
            title=msg("登录"),
            lines=[
                Line("last_seen_at", msg("最后使用"), row.last_seen_at),
                Line("ended_at", msg("退出时间"), row.ended_at),
            ],
            since=row.created_at,
            kind=SESSION,
        )
        for number, row in enumerate(rows, 1)
    ]


def _tokens(account_id: int, most: int) -> list[Item]:
    rows = db.session.scalars(
        select(ApiToken)
        .where(ApiToken.account_id == account_id)
        .order_by(ApiToken.id.desc())
        .limit(most)
    )
    return [
        Item(
            reference=f"token-{row.id}",
            title=msg("接口令牌 {label}", label=row.label),
            lines=[
                Line("expires_at", msg("有效期至"), row.expires_at),
                Line("revoked_at", msg("吊销时间"), row.revoked_at),
            ],
            since=row.created_at,
        )
        for row in rows
    ]


def messages_held(me: Me, most: int) -> Section | None:
    """What the account was told."""
    mine = Notice.account_id == me.account.id
    total = db.session.scalar(select(func.count()).select_from(Notice).where(mine)) or 0
    if not total:
        return None
    rows = db.session.scalars(select(Notice).where(mine).order_by(Notice.id.desc()).limit(most))
    return Section(
        why=msg("告诉您办到哪一步、还要做什么。"),
        basis=msg("《中华人民共和国个人信息保护法》第十三条：履行法定职责所必需"),
        items=[
            Item(
                reference=str(row.id),
                title=unpack(row.subject),
                lines=[
                    Line("body", msg("内容"), unpack(row.body)),
                    Line("read_at", msg("阅读时间"), row.read_at),
                ],
                since=row.created_at,
            )
            for row in rows
        ],
        total=total,
        ways=[Way(msg("打开消息"), "notices.inbox")],
    )


def looks_held(me: Me, most: int) -> Section:
    """That looks at one's data are logged; the log itself has its own page."""
    total = (
        db.session.scalar(
            select(func.count())
            .select_from(QueryLogEntry)
            .where(QueryLogEntry.subject_index.in_(indexes_of(me)))
        )
        or 0
    )
    return Section(
        why=msg("每一次查看与您有关的信息都要留痕，以便您和审计人员核对。"),
        basis=msg("《浙江省公共信用信息管理条例》第二十条：如实记录查询情况，保存十年"),
        items=[
            Item(
                reference="access-log",
                title=msg("查询记录 {count} 条", count=total),
                lines=[Line("entries", msg("条数"), total)],
                kept_until=LOG_KEPT,
                ways=[Way(msg("看谁查过我"), "rights.log")],
            )
        ][:most],
        total=1,
    )
