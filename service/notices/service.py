"""Telling people: a message in the application, and on its way out where they wish it."""

from collections.abc import Collection
from uuid import uuid4

from sqlalchemy import func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert

from service import clock
from service.api.paging import PAGE_ROWS_DEFAULT, page_of
from service.database import db, table_of, transaction
from service.messages import Message
from service.notices.limits import UNREAD_SHOWN_MAX
from service.notices.models import DeliveryState, Notice, NoticeAddress, NoticeDelivery
from service.outbox import enqueue
from service.packed import pack

DELIVER = "notices.deliver"
"""The job that sends one delivery."""
_TABLE = table_of(Notice)
# Made once: building a statement for every message costs more than sending it.
_CHANNELS = (
    select(func.array_agg(NoticeAddress.channel))
    # The row just written, by its name: in RETURNING the table itself would be joined anew.
    .where(NoticeAddress.account_id == literal_column("notice.account_id"))
    .scalar_subquery()
)
_INSERT = insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id, _CHANNELS)
"""Tells for each message written where else its account wishes to be told; None is nowhere."""


def tell(
    account_ids: Collection[int],
    kind: str,
    subject: Message,
    body: Message,
    *,
    link: str = "",
    once_key: str | None = None,
) -> int:
    """Tell accounts something within the caller's transaction; returns how many are told.

    `subject` holds no personal data, for it leaves the house and shows on lock screens.
    With `once_key` an account that had the message already does not get it again.
    """
    if not account_ids:
        return 0
    said = {
        "kind": kind,
        "subject": pack(subject),
        "body": pack(body),
        "link": link,
        "once_key": once_key,
        "created_at": clock.now(),
    }
    with transaction() as session:
        told = session.execute(
            _INSERT, [{"account_id": one, **said} for one in sorted(set(account_ids))]
        ).all()
        for notice_id, channels in told:
            for channel in channels or ():
                _send_out(notice_id, channel)
    return len(told)


def _send_out(notice_id: int, channel: str) -> None:
    """Plan the delivery of a message by a channel."""
    delivery = NoticeDelivery(
        id=uuid4(),
        notice_id=notice_id,
        channel=channel,
        state=DeliveryState.pending.value,
        attempts=0,
        created_at=clock.now(),
    )
    db.session.add(delivery)
    db.session.flush()
    enqueue(DELIVER, delivery_id=str(delivery.id))


def inbox(
    account_id: int, *, cursor: str | None = None, limit: int = PAGE_ROWS_DEFAULT
) -> tuple[list[Notice], str | None]:
    """One page of an account's messages, newest first, and the cursor of the next."""
    statement = select(Notice).where(Notice.account_id == account_id)
    return page_of(statement, Notice.id, cursor=cursor, limit=limit)


def told_of(account_id: int, link: str, limit: int) -> list[Notice]:
    """The latest messages of an account that lead to a page, newest first."""
    statement = select(Notice).where(Notice.account_id == account_id, Notice.link == link)
    return list(db.session.scalars(statement.order_by(Notice.id.desc()).limit(limit)))


def unread(account_id: int) -> int:
    """How many messages are unread, at most `UNREAD_SHOWN_MAX` + 1."""
    found = (
        select(Notice.id)
        .where(Notice.account_id == account_id, Notice.read_at.is_(None))
        .limit(UNREAD_SHOWN_MAX + 1)
    )
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def mark_read(account_id: int, notice_id: int | None = None) -> int:
    """Mark one message of an account as read, or all; returns how many were unread."""
    statement = update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    if notice_id is not None:
        statement = statement.where(Notice.id == notice_id)
    with transaction() as session:
        marked = session.execute(
            statement.values(read_at=clock.now())
            .returning(Notice.id)
            .execution_options(synchronize_session=False)
        ).all()
    return len(marked)
