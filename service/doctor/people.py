"""Whether those who see other people's data prove more than a password."""

from collections.abc import Iterator

from flask import current_app
from sqlalchemy import exists, func, select

from service.access.second_factor import SEES_OTHERS
from service.accounts.models import Account, SecondFactor
from service.database import db
from service.doctor.registry import Finding, Kind
from service.messages import msg
from service.settings import Settings

_LABEL = msg("两步验证")


def look_at_second_factors() -> Iterator[Finding]:
    """Of production alone: a demonstration is signed in to with one password."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.in_production:
        return
    if not settings.second_factor_required:
        yield Finding(
            _LABEL,
            Kind.warn,
            msg("没有要求工作人员使用两步验证"),
            msg("把 CREDIT_SECOND_FACTOR 设为 required，或去掉这项设置。"),
        )
    without = db.session.scalar(
        select(func.count())
        .select_from(Account)
        .where(
            Account.role.in_(SEES_OTHERS),
            Account.disabled_at.is_(None),
            ~exists().where(SecondFactor.account_id == Account.id),
        )
    )
    if without:
        yield Finding(
            _LABEL,
            Kind.warn,
            msg("有 {n} 个工作人员账号还没有设置两步验证", n=without),
            msg("请他们登录设置；不再使用的账号，在“账号管理”页停用。"),
        )
    elif settings.second_factor_required:
        yield Finding(_LABEL, Kind.ok, msg("工作人员账号都已设置"))
