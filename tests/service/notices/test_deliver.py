"""Messages leave the house by real servers, and a failing one loses none."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from service.database import db
from service.messages import msg, named
from service.notices.addresses import set_address
from service.notices.channels import ChannelName, DeliveryFailed
from service.notices.jobs import deliver
from service.notices.models import NoticeDelivery
from service.notices.service import tell
from service.outbox.registry import JOBS

SUBJECT = msg("办件 {number} 有进展", number="XF1")
BODY = msg("现在是“{state}”。", state=named("已受理", "Accepted"))


class Mailbox:
    """A mail server's memory."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.answer = "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if self.answer.startswith("550"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        if not self.answer.startswith("250"):
            return self.answer
        self.letters.append(envelope.content)
        return self.answer


@pytest.fixture
def mailbox(app) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    before = app.config["SETTINGS"]
    url = f"smtp://127.0.0.1:{port}?from=window@xihu.example.cn"
    app.config["SETTINGS"] = replace(before, smtp_url=url, public_url="https://credit.example.cn")
    yield box
    app.config["SETTINGS"] = before
    server.stop()


class Gateway(HTTPServer):
    """An SMS gateway's memory."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taker)
        self.taken: list[tuple[dict, str]] = []
        self.status = 202


class Taker(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = hmac.new(b"k" * 32, body, hashlib.sha256).hexdigest()
        right = hmac.compare_digest(signed, self.headers["X-Signature"])
        if right:
            self.server.taken.append((json.loads(body), self.headers["Content-Type"]))
        self.send_response(self.server.status if right else 401)
        self.end_headers()

    def log_message(self, *_args) -> None:
        """Say nothing."""


@pytest.fixture
def gateway(app) -> Iterator[Gateway]:
    server = Gateway()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = app.config["SETTINGS"]
    url = f"http://127.0.0.1:{server.server_port}/send"
    app.config["SETTINGS"] = replace(before, sms_url=url, sms_key=b"k" * 32)
    yield server
    app.config["SETTINGS"] = before
    server.shutdown()
    server.server_close()


def told(account, channel: ChannelName, address: str, language: str = "zh") -> NoticeDelivery:
    me = account("enterprise")
    set_address(me.id, channel, address, language)
    tell([me.id], "case.moved", SUBJECT, BODY, link="/cases/XF1")
    return db.session.scalars(select(NoticeDelivery)).one()


def now(delivery: NoticeDelivery) -> tuple[str, int, str | None]:
    row = db.session.get_one(NoticeDelivery, delivery.id, populate_existing=True)
    return row.state, row.attempts, row.last_error


def test_an_e_mail_arrives_with_link_and_without_personal_data_in_its_subject(account, mailbox):
    delivery = told(account, ChannelName.email, "li@example.com")
    deliver(str(delivery.id))
    deliver(str(delivery.id))  # a job may run twice
    letter = message_from_bytes(mailbox.letters[0], policy=default)
    assert len(mailbox.letters) == 1
    assert letter["Subject"] == "办件 XF1 有进展"
    assert letter["To"] == "li@example.com"
    assert letter["Message-ID"] == f"<{delivery.id}@xihu.example.cn>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "现在是“已受理”。" in letter.get_content()
    assert "https://credit.example.cn/cases/XF1" in letter.get_content()
    assert now(delivery) == ("sent", 1, None)


def test_an_e_mail_is_written_in_the_language_chosen(account, mailbox):
    deliver(str(told(account, ChannelName.email, "li@example.com", "en").id))
    assert "Accepted" in message_from_bytes(mailbox.letters[0], policy=default).get_content()


def test_a_busy_server_is_tried_again(account, mailbox):
    delivery = told(account, ChannelName.email, "li@example.com")
    mailbox.answer = "451 busy"
    with pytest.raises(DeliveryFailed):
        deliver(str(delivery.id))
    assert now(delivery) == ("pending", 1, "smtp-451")
    mailbox.answer = "250 OK"
    deliver(str(delivery.id))
    assert now(delivery) == ("sent", 2, None)


def test_an_address_that_does_not_exist_is_not_tried_again(account, mailbox):
    delivery = told(account, ChannelName.email, "gone@example.com")
    mailbox.answer = "550 no such user"
    deliver(str(delivery.id))
    assert now(delivery) == ("failed", 1, "smtp-550")


def test_a_server_that_is_down_is_given_up_after_the_last_try(app, account, mailbox):
    delivery = told(account, ChannelName.email, "li@example.com")
    url = "smtp://127.0.0.1:1?from=window@xihu.example.cn"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url=url)
    with pytest.raises(DeliveryFailed):
        deliver(str(delivery.id))
    assert now(delivery) == ("pending", 1, "ConnectionRefusedError")
    JOBS["notices.deliver"].on_failed(str(delivery.id))
    assert now(delivery)[0] == "failed"


def test_a_password_never_crosses_an_open_line(app, account, mailbox):
    delivery = told(account, ChannelName.email, "li@example.com")
    url = app.config["SETTINGS"].smtp_url.replace("smtp://", "smtp://me:secret@")
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url=url)
    with pytest.raises(DeliveryFailed):
        deliver(str(delivery.id))
    assert now(delivery)[2] == "no-encryption"


def test_a_channel_that_is_not_set_up_sends_nothing(account):
    delivery = told(account, ChannelName.email, "li@example.com")
    deliver(str(delivery.id))
    assert now(delivery) == ("skipped", 1, None)


def test_an_address_taken_back_is_not_written_to(account, mailbox):
    delivery = told(account, ChannelName.email, "li@example.com")
    owner = db.session.scalar(db.text("SELECT account_id FROM notice_address"))
    set_address(owner, ChannelName.email, "", "zh")
    deliver(str(delivery.id))
    assert mailbox.letters == []
    assert now(delivery)[0] == "skipped"


def test_an_sms_is_one_signed_request(account, gateway):
    delivery = told(account, ChannelName.sms, "13800000000")
    deliver(str(delivery.id))
    assert gateway.taken == [
        (
            {"id": str(delivery.id), "text": "办件 XF1 有进展", "to": "13800000000"},
            "application/json",
        )
    ]
    assert now(delivery) == ("sent", 1, None)


@pytest.mark.parametrize(
    ("status", "state"), [(500, "pending"), (429, "pending"), (400, "failed"), (302, "pending")]
)
def test_a_gateway_that_refuses_is_believed(account, gateway, status, state):
    delivery = told(account, ChannelName.sms, "13800000000")
    gateway.status = status
    if state == "pending":
        with pytest.raises(DeliveryFailed):
            deliver(str(delivery.id))
    else:
        deliver(str(delivery.id))
    assert now(delivery) == (state, 1, f"http-{status}")
