"""Whether points whose time is over are taken off in time: for the doctor."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from scoring.ledger.models import Lot
from service import clock
from service.database import db
from service.doctor.registry import Finding, Kind
from service.messages import msg

LATE_DAYS = 1
"""They are taken off on the day after their last one."""


def look_at_expiry() -> Iterator[Finding]:
    """Lots that could still be spent although their day has passed."""
    last = clock.today() - timedelta(days=LATE_DAYS)
    late = db.session.scalar(
        select(func.count()).select_from(Lot).where(Lot.left > 0, Lot.expires_on < last)
    )
    yield Finding(
        msg("到期积分"),
        Kind.warn if late else Kind.ok,
        msg("{n} 笔逾期未处理", n=late or 0),
        msg("看任务“处理到期积分”是否失败；定时进程和工作进程恢复后自动处理。") if late else None,
    )
