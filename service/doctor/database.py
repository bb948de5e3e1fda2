"""Whether the database is the one the service needs, and set as it must be."""

from collections.abc import Iterator

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from service.database import db
from service.database.schema import needed, present
from service.doctor.registry import Finding, Kind
from service.messages import Message, msg

VERSION_MIN = 15
"""Major version of PostgreSQL the schema is written for."""
BYTES_PER_MB = 1024**2
_LABEL = msg("数据库")
_FACTS = text(
    "SELECT current_setting('server_version_num')::int / 10000 AS version,"
    " current_setting('server_version') AS version_text,"
    " pg_encoding_to_char(encoding) AS encoding,"
    " pg_database_size(current_database()) AS bytes,"
    " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,"
    " current_setting('TimeZone') AS timezone,"
    " current_setting('fsync') AS fsync,"
    " current_setting('full_page_writes') AS full_page_writes,"
    " current_setting('synchronous_commit') AS synchronous_commit"
    " FROM pg_database WHERE datname = current_database()"
)


def look_at_database() -> Iterator[Finding]:
    """One line when all is well, else one for each thing that is not."""
    try:
        facts = db.session.execute(_FACTS).one()
    except SQLAlchemyError as error:
        db.session.rollback()
        yield _unreachable(type(error).__name__)
        return
    wrong = [*_kind_of_server(facts), *_durability(facts), *_schema()]
    if all(one.kind != Kind.bad for one in wrong):
        size = round(facts.bytes / BYTES_PER_MB)
        told = msg("正常，PostgreSQL {version}，{size} MB", version=facts.version_text, size=size)
        yield Finding(_LABEL, Kind.ok, told)
    yield from wrong


def _unreachable(error: str) -> Finding:
    return Finding(
        _LABEL,
        Kind.bad,
        msg("不可用（{error}）", error=error),
        msg("检查数据库是否运行、DATABASE_URL 是否正确、网络是否通；恢复后服务自动继续。"),
    )


def _wrong(kind: Kind, what: Message, remedy: Message) -> Finding:
    return Finding(_LABEL, kind, what, remedy)


def _kind_of_server(facts: object) -> Iterator[Finding]:
    version, encoding = facts.version, facts.encoding  # type: ignore[attr-defined]
    if version < VERSION_MIN:
        yield _wrong(
            Kind.bad,
            msg("版本是 {version}", version=version),
            msg("升级到 PostgreSQL {least} 或更新的版本。", least=VERSION_MIN),
        )
    if encoding != "UTF8":
        yield _wrong(
            Kind.bad,
            msg("字符编码是 {encoding}", encoding=encoding),
            msg("新建编码为 UTF8 的数据库，再把备份恢复进去。"),
        )
    if facts.superuser and current_app.config["SETTINGS"].in_production:  # type: ignore[attr-defined]
        yield _wrong(
            Kind.bad,
            msg("服务以数据库超级用户身份连接"),
            msg("为服务新建普通角色并只授予本库权限，再修改 DATABASE_URL。"),
        )


def _durability(facts: object) -> Iterator[Finding]:
    """What was acknowledged must survive a loss of power."""
    risk = Kind.bad if current_app.config["SETTINGS"].in_production else Kind.info
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if getattr(facts, name) == "off":
            yield _wrong(
                risk,
                msg("{name} 已关闭，断电时会丢失已确认的数据", name=name),
                msg("在 postgresql.conf 中设 {name} = on 并重新加载。", name=name),
            )


def _schema() -> Iterator[Finding]:
    head, have = needed(), present()
    if have == head:
        return
    newer = have > head
    yield _wrong(
        Kind.warn if newer else Kind.bad,
        msg("表结构是 {have}，程序需要 {head}", have=have or "—", head=head),
        msg("表结构比程序新：把这台机器的程序升级到同一版本。")
        if newer
        else msg("运行 flask --app wsgi db upgrade。"),
    )
