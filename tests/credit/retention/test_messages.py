"""Messages leave two years after they were written, and nothing else does with them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from credit.retention import fading, service
from credit.retention.models import RetentionRun
from credit.retention.terms import Kept, made_before
from service import clock
from service.database import db, transaction
from service.messages import msg
from service.notices.addresses import set_address
from service.notices.channels import ChannelName
from service.notices.models import Notice, NoticeDelivery
from service.notices.service import inbox, tell


@pytest.fixture
def reader(account) -> int:
    """Somebody who is told in the application and by e-mail."""
    return int(account("enterprise").id)


def told(reader: int, moment: datetime) -> int:
    """A message written at a moment, sent out by e-mail as well; its number."""
    with transaction() as session:
        tell([reader], "case.moved", msg("办件有进展"), msg("请查看。"), link="/cases/XF1")
        number = session.scalars(select(Notice.id).order_by(Notice.id.desc()).limit(1)).one()
        session.get_one(Notice, number).created_at = moment
    return number


def test_what_was_told_long_ago_goes_with_its_way_out(app, reader, monkeypatch):
    monkeypatch.setattr(fading, "MESSAGES_AT_ONCE", 2)
    floor = made_before(Kept.message, clock.today())
    set_address(reader, ChannelName.email, "li@example.com", "zh")
    old = [told(reader, floor - timedelta(days=days)) for days in (900, 30, 5, 0.01)]
    young = [told(reader, floor), told(reader, clock.now())]
    assert db.session.query(NoticeDelivery).count() == len(old) + len(young)
    foretold, done = service.foretell(), service.run()
    assert (foretold.messages, done.messages, done.total) == (4, 4, 4)
    assert sorted(one.id for one in inbox(reader)[0]) == young
    assert sorted(db.session.scalars(select(NoticeDelivery.notice_id))) == young
    assert db.session.scalars(select(RetentionRun.counts)).one()["messages"] == 4
    assert service.run().messages == 0


def test_no_message_is_looked_at_behind_the_first_young_one(app, reader):
    """A clock that was set back leaves one for a while; the next run after it takes both."""
    floor = made_before(Kept.message, clock.today())
    told(reader, floor + timedelta(days=1))
    told(reader, floor - timedelta(days=1))
    assert (service.foretell().messages, service.run().messages) == (0, 0)
    later = clock.today() + timedelta(days=4)
    assert service.foretell(later).messages == 2


def test_the_page_tells_of_them(signed_in, account, reader):
    told(reader, made_before(Kept.message, clock.today()) - timedelta(days=1))
    page = signed_in("auditor").get("/retention").text
    assert "系统内的消息" in page
    assert "满 24 个月" in page
