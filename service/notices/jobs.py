"""Sends deliveries: each is tried until it goes out or cannot."""

from uuid import UUID

from flask import current_app

from service import clock
from service.database import db, transaction
from service.notices.channels import ChannelName, DeliveryFailed, Letter, channel_for
from service.notices.limits import DELIVERY_ATTEMPTS_MAX
from service.notices.models import DeliveryState, Notice, NoticeAddress, NoticeDelivery
from service.notices.service import DELIVER
from service.outbox import job
from service.packed import unpack
from service.settings import Settings
from service.web.i18n import CHINESE, ENGLISH, render, speaking


def _give_up(delivery_id: str) -> None:
    with transaction() as session:
        delivery = session.get(NoticeDelivery, UUID(delivery_id), with_for_update=True)
        if delivery is not None and delivery.state == DeliveryState.pending:
            delivery.state = DeliveryState.failed.value


@job(DELIVER, attempts_max=DELIVERY_ATTEMPTS_MAX, on_failed=_give_up)
def deliver(delivery_id: str) -> None:
    """Send one delivery. What was sent already is not sent again.

    A worker killed between the server's answer and the commit sends a copy; it has the
    same Message-ID, so that a mailbox shows it once.
    """
    letter = _ready(UUID(delivery_id))
    if letter is None:
        return
    settings: Settings = current_app.config["SETTINGS"]
    channel = channel_for(_channel_of(letter.id), settings)
    if channel is None:
        _put(letter.id, DeliveryState.skipped)
        return
    try:
        channel.send(letter)
    except DeliveryFailed as failed:
        _put(
            letter.id, DeliveryState.failed if failed.final else DeliveryState.pending, failed.code
        )
        if not failed.final:
            raise
    else:
        _put(letter.id, DeliveryState.sent)


def _ready(delivery_id: UUID) -> Letter | None:
    delivery = db.session.get(NoticeDelivery, delivery_id)
    if delivery is None or delivery.state != DeliveryState.pending:
        return None
    notice = db.session.get_one(Notice, delivery.notice_id)
    address = db.session.get(NoticeAddress, (notice.account_id, delivery.channel))
    if address is None:  # taken back since: the person no longer wishes it
        _put(delivery_id, DeliveryState.skipped)
        return None
    settings: Settings = current_app.config["SETTINGS"]
    with speaking(ENGLISH if address.language == "en" else CHINESE):
        subject, body = render(unpack(notice.subject)), render(unpack(notice.body))
    lines = [body, f"{settings.public_url}{notice.link}" if notice.link else ""]
    text = "\n\n".join(line for line in lines if line) + "\n"
    return Letter(delivery.id, address.address, subject, text)


def _channel_of(delivery_id: UUID) -> ChannelName:
    return ChannelName(db.session.get_one(NoticeDelivery, delivery_id).channel)


def _put(delivery_id: UUID, state: DeliveryState, error: str | None = None) -> None:
    with transaction() as session:
        delivery = session.get_one(
            NoticeDelivery, delivery_id, with_for_update=True, populate_existing=True
        )
        delivery.state = state.value
        delivery.attempts += 1
        delivery.last_error = error
        delivery.sent_at = clock.now() if state is DeliveryState.sent else None
