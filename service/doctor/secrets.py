"""Whether the settings are those of an office, and its secrets its own."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from service.accounts.demo import DEMO_ACCOUNTS
from service.accounts.models import Account
from service.database import db
from service.doctor.registry import Finding, Kind
from service.messages import msg
from service.settings import Settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LABEL = msg("密钥和设置")


def look_at_secrets() -> Iterator[Finding]:
    """Strong and distinct keys are what the service starts with; the rest is looked at here."""
    settings: Settings = current_app.config["SETTINGS"]
    wrong = [*_open_files(settings), *_of_production(settings)]
    yield from wrong
    if not wrong:
        yield Finding(_LABEL, Kind.ok, msg("五把密钥各不相同，只有服务自己能读"))


def _open_files(settings: Settings) -> Iterator[Finding]:
    named = [Path(path) for name, path in os.environ.items() if _names_a_secret(name) and path]
    folder = settings.var_dir / "secrets"
    kept = sorted(folder.glob("*")) if folder.is_dir() else []
    for path in (*named, *kept):
        try:
            open_to_others = path.stat().st_mode & OTHERS
        except OSError:
            continue  # what cannot be read stops the start, not the doctor
        if open_to_others:
            yield Finding(
                _LABEL,
                Kind.bad if settings.in_production else Kind.warn,
                msg("密钥文件 {path} 其他用户也能读写", path=path),
                msg("运行 chmod 600 {path}，并考虑更换这把密钥。", path=path),
            )


def _names_a_secret(variable: str) -> bool:
    return variable.startswith("CREDIT_") and variable.endswith("_KEY_FILE")


def _of_production(settings: Settings) -> Iterator[Finding]:
    if not settings.in_production:
        return
    if not settings.public_url.startswith("https://"):
        yield Finding(
            _LABEL,
            Kind.warn,
            msg("对外地址不是 https，登录信息在网络上不加密"),
            msg("在前面设置 TLS 代理，再把 CREDIT_PUBLIC_URL 改为 https 地址。"),
        )
    names = [one.name for one in DEMO_ACCOUNTS]
    usable = select(Account.name).where(Account.name.in_(names), Account.disabled_at.is_(None))
    found = db.session.scalars(usable).all()
    if found:
        yield Finding(
            _LABEL,
            Kind.bad,
            msg("正式环境中有 {n} 个演示账号", n=len(found)),
            msg("在“账号管理”页停用它们；演示数据不应与正式数据放在同一个数据库。"),
        )
