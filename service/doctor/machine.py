"""Whether the machines are fit: space, clocks, backups, and what was built."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app
from redis.exceptions import RedisError
from sqlalchemy import text

from service import clock
from service.database import db, shared_clock
from service.doctor.limits import (
    BACKUP_AGE_BAD,
    BACKUP_AGE_WARN,
    CLOCK_OFF_BAD,
    CLOCK_OFF_WARN,
    DISK_BYTES_BAD,
    DISK_FREE_BAD,
    DISK_FREE_WARN,
)
from service.doctor.registry import Finding, Kind
from service.messages import Message, msg
from service.outbox.beats import living
from service.redis_client import connect_briefly
from service.settings import REPOSITORY, Settings
from service.web.i18n import PACKAGES

PERCENT = 100
GIGABYTE = 1024**3
_DATA_DIRECTORY = text(
    "SELECT CASE WHEN pg_has_role(current_user, 'pg_read_all_settings', 'member')"
    " THEN current_setting('data_directory') END"
)
"""Asked only by who may know: a refusal would stand in the database's log as an error."""


def look_at_disks() -> Iterator[Finding]:
    """Space where the service writes, and where the database does if that is this machine."""
    settings: Settings = current_app.config["SETTINGS"]
    yield _space(msg("数据目录的磁盘"), settings.var_dir)
    folder = _database_folder()
    if folder is not None and not folder.is_relative_to(settings.var_dir):
        yield _space(msg("数据库的磁盘"), folder)


def _space(label: Message, folder: Path) -> Finding:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    usage = shutil.disk_usage(there)
    share = usage.free / usage.total
    kind = Kind.ok
    if share < DISK_FREE_BAD or usage.free < DISK_BYTES_BAD:
        kind = Kind.bad
    elif share < DISK_FREE_WARN:
        kind = Kind.warn
    told = msg(
        "剩余 {gb} GB（{percent}%）",
        gb=round(usage.free / GIGABYTE, 1),
        percent=round(share * PERCENT),
    )
    return Finding(
        label,
        kind,
        told,
        None if kind == Kind.ok else msg("清理旧日志或扩充磁盘；磁盘写满后不能再办理。"),
    )


def _database_folder() -> Path | None:
    """Where the database keeps its data, when it tells and that is on this machine."""
    found = db.session.scalar(_DATA_DIRECTORY)
    if not found:
        return None
    folder = Path(str(found))
    try:
        return folder if folder.is_dir() else None
    except OSError:
        return None


def look_at_clocks() -> Iterator[Finding]:
    """How far the clocks of this machine, the database, Redis and the processes are apart."""
    label = msg("时钟")
    differences = [*_of_database(), *_of_redis()]
    differences += [(msg("{host} 上的进程", host=one.host), one.clock_off) for one in living()]
    wrong = [(who, off) for who, off in differences if abs(off) > CLOCK_OFF_WARN]
    for who, off in wrong:
        yield Finding(
            label,
            Kind.bad if abs(off) > CLOCK_OFF_BAD else Kind.warn,
            msg("{who}与数据库相差 {seconds} 秒", who=who, seconds=round(off.total_seconds())),
            msg("在各台机器上开启时间同步（chrony 或 systemd-timesyncd）。"),
        )
    if not wrong:
        yield Finding(label, Kind.ok, msg("各处时钟一致"))


def _of_database() -> Iterator[tuple[Message, timedelta]]:
    before = clock.now()
    theirs = shared_clock.read(db.session())
    yield msg("本机"), before + (clock.now() - before) / 2 - theirs


def _of_redis() -> Iterator[tuple[Message, timedelta]]:
    try:
        with connect_briefly(current_app.config["SETTINGS"]) as redis:
            seconds, micros = redis.time()
    except (RedisError, OSError, ValueError):
        return  # told by the check of Redis
    theirs = shared_clock.read(db.session())
    yield msg("Redis"), datetime.fromtimestamp(int(seconds) + int(micros) / 1e6, UTC) - theirs


def look_at_backups() -> Iterator[Finding]:
    """How old the newest backup is, where its marker is named."""
    label = msg("备份")
    marker = current_app.config["SETTINGS"].operating.backup_marker
    if marker is None:
        yield Finding(
            label,
            Kind.info,
            msg("没有设置备份标记，不知道上次备份是什么时候"),
            msg("让备份程序成功后更新一个文件，并用 CREDIT_BACKUP_MARKER 指明它。"),
        )
        return
    try:
        at = datetime.fromtimestamp(marker.stat().st_mtime, UTC)
    except OSError as error:
        yield Finding(
            label,
            Kind.bad,
            msg("找不到备份标记 {path}（{error}）", path=marker, error=error.strerror or ""),
            msg("检查备份程序是否运行过。"),
        )
        return
    age = clock.now() - at
    kind = Kind.bad if age > BACKUP_AGE_BAD else Kind.warn if age > BACKUP_AGE_WARN else Kind.ok
    told = msg("上次成功的备份在 {hours} 小时前", hours=age // timedelta(hours=1))
    remedy = None if kind == Kind.ok else msg("查看备份程序的日志，马上补做一次备份。")
    yield Finding(label, kind, told, remedy)


def look_at_translations() -> Iterator[Finding]:
    """The English texts are compiled, and from today's catalogues."""
    label = msg("英文界面")
    stale = []
    for package in PACKAGES:
        source = REPOSITORY / package / "translations/en/LC_MESSAGES/messages.po"
        built = source.with_suffix(".mo")
        if source.exists() and (
            not built.exists() or built.stat().st_mtime < source.stat().st_mtime
        ):
            stale.append(package)
    if stale:
        yield Finding(
            label,
            Kind.warn,
            msg("{packages} 的译文没有编译", packages=", ".join(stale)),
            msg("运行 make setup。"),
        )
    else:
        yield Finding(label, Kind.ok, msg("译文已编译"))
