"""People are told once, in the transaction of what they are told of."""

import pytest
from sqlalchemy import event, func, select, text

from service.database import db, transaction
from service.messages import msg, named
from service.notices.addresses import addresses_of, set_address
from service.notices.channels import ChannelName
from service.notices.models import Notice, NoticeDelivery
from service.notices.problems import BadAddress
from service.notices.service import inbox, mark_read, tell, unread
from service.outbox.models import OutboxJob
from service.packed import unpack

SUBJECT = msg("办件 {number} 有进展", number="XF1")
BODY = msg("“{state}”。", state=named("已受理", "Accepted"))


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_message_waits_in_the_application(account):
    me, other = account("enterprise"), account("clerk")
    assert tell([me.id, me.id], "case.moved", SUBJECT, BODY, link="/cases/XF1") == 1
    rows, following = inbox(me.id)
    assert following is None
    assert str(unpack(rows[0].subject)) == "办件 XF1 有进展"
    assert unpack(rows[0].body) == BODY
    assert (unread(me.id), unread(other.id)) == (1, 0)
    assert count(NoticeDelivery) == 0


def test_nobody_is_told_of_what_was_not_committed(account):
    me = account("enterprise")

    def fail() -> None:
        with transaction():
            tell([me.id], "x", SUBJECT, BODY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert count(Notice) == 0


def test_a_message_with_a_key_comes_once(account):
    me = account("enterprise")
    assert tell([me.id], "x", SUBJECT, BODY, once_key="a") == 1
    assert tell([me.id], "x", SUBJECT, BODY, once_key="a") == 0
    assert tell([me.id], "x", SUBJECT, BODY, once_key="b") == 1


def test_telling_nobody_is_nothing(app):
    assert tell([], "x", SUBJECT, BODY) == 0


def test_reading_marks_only_ones_own(account):
    me, other = account("enterprise"), account("clerk")
    tell([me.id, other.id], "x", SUBJECT, BODY)
    theirs = inbox(other.id)[0][0]
    assert mark_read(me.id, theirs.id) == 0
    assert mark_read(me.id) == 1
    assert mark_read(me.id) == 0
    assert unread(other.id) == 1


def test_unread_messages_are_counted_without_a_look_at_those_that_were_read(account):
    me = account("clerk")
    tell([me.id], "x", SUBJECT, BODY)
    with transaction() as session:
        session.execute(
            text(
                "INSERT INTO notice (account_id, kind, subject, body, link, created_at, read_at) "
                "SELECT account_id, kind, subject, body, link, created_at, now() "
                "FROM notice, generate_series(1, 2000)"
            )
        )
        session.execute(text("ANALYZE notice"))
    asked: list[tuple[str, dict[str, object]]] = []

    def note(_connection, _cursor, statement, values, *_) -> None:
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert unread(me.id) == 1
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    [(statement, values)] = asked
    with db.engine.connect() as connection:
        plan = "\n".join(
            row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)
        )
    assert "ix_notice_unread" in plan, plan


def test_each_address_gets_a_delivery_with_its_job(account):
    me = account("enterprise")
    set_address(me.id, ChannelName.email, " a@example.com ", "zh")
    set_address(me.id, ChannelName.sms, "13800000000", "zh")
    tell([me.id], "x", SUBJECT, BODY)
    channels = db.session.scalars(select(NoticeDelivery.channel)).all()
    assert sorted(channels) == ["email", "sms"]
    jobs = db.session.scalars(select(OutboxJob.args).where(OutboxJob.name == "notices.deliver"))
    assert {tuple(one) for one in jobs} == {("delivery_id",)}


def test_an_address_is_sealed_replaced_and_removed(account):
    me = account("enterprise")
    set_address(me.id, ChannelName.email, "a@example.com", "zh")
    stored = db.session.execute(db.text("SELECT address FROM notice_address")).scalar_one()
    assert b"example" not in bytes(stored)
    set_address(me.id, ChannelName.email, "b@example.com", "en")
    assert addresses_of(me.id) == {"email": "b@example.com"}
    set_address(me.id, ChannelName.email, " ", "en")
    assert addresses_of(me.id) == {}


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (ChannelName.email, "nobody"),
        (ChannelName.email, "a@b"),
        (ChannelName.email, "a@example.com, b@example.com"),
        (ChannelName.email, "a@example.com\r\nBcc: c@example.com"),
        (ChannelName.email, "x" * 65 + "@example.com"),
        (ChannelName.email, "张三@example.com"),
        (ChannelName.sms, "12345"),
        (ChannelName.sms, "138\uff10\uff10000000"),
        (ChannelName.sms, "+8613800000000"),
    ],
)
def test_an_address_nothing_could_arrive_at_is_refused(account, channel, address):
    clerk = account("clerk")
    with pytest.raises(BadAddress) as caught:
        set_address(clerk.id, channel, address, "zh")
    assert caught.value.errors[0].field == channel
    assert addresses_of(clerk.id) == {}
