"""What leaves the house goes over encrypted lines, to the addresses of the settings alone."""

import smtplib
import ssl
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import uuid4

import pytest

from service.notices.channels import ChannelName, DeliveryFailed, Letter, channel_for
from service.notices.limits import ANSWER_BYTES_MAX
from tests.service.notices.test_deliver import Mailbox, mailbox  # noqa: F401 - a fixture

LETTER = Letter(uuid4(), "li@example.com", "办件有进展", "请登录查看。")


@pytest.mark.parametrize("env", ["test", "production"])
def test_in_production_no_mail_goes_over_an_open_line(app, mailbox: Mailbox, monkeypatch, env):  # noqa: F811
    """Whoever sits on the line can hide that the server offers STARTTLS."""
    monkeypatch.setattr("service.notices.mail.is_loopback", lambda _host: False)
    channel = channel_for(ChannelName.email, replace(app.config["SETTINGS"], env=env))
    if env == "test":
        channel.send(LETTER)
    else:
        with pytest.raises(DeliveryFailed, match="no-encryption"):
            channel.send(LETTER)
    assert len(mailbox.letters) == (env == "test")


def test_the_certificate_of_a_mail_server_is_verified(app, monkeypatch):
    seen = []

    def connect(*_given: object, context: ssl.SSLContext, **_more: object) -> None:
        seen.append(context)
        raise smtplib.SMTPConnectError(421, "not today")

    monkeypatch.setattr(smtplib, "SMTP_SSL", connect)
    url = "smtps://mail.example:465?from=window@xihu.example.cn"
    with pytest.raises(DeliveryFailed):
        channel_for(ChannelName.email, replace(app.config["SETTINGS"], smtp_url=url)).send(LETTER)
    assert (seen[0].verify_mode, seen[0].check_hostname) == (ssl.CERT_REQUIRED, True)


class Elsewhere(BaseHTTPRequestHandler):
    """Sends whoever asks to another address, and says more than anybody reads."""

    def do_POST(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.send_header("Location", "/metadata")
        self.send_header("Content-Length", str(4 * ANSWER_BYTES_MAX))
        self.end_headers()
        try:
            self.wfile.write(b"x" * 4 * ANSWER_BYTES_MAX)
        except OSError:
            self.server.cut.append(True)  # type: ignore[attr-defined]

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_gateway_cannot_send_us_elsewhere(app, status):
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        server.asked, server.cut, server.status = [], [], status  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}/send"
        settings = replace(app.config["SETTINGS"], sms_url=url, sms_key=b"k" * 32)
        with pytest.raises(DeliveryFailed, match=f"http-{status}"):
            channel_for(ChannelName.sms, settings).send(LETTER)
        server.shutdown()
        thread.join()
    assert server.asked == ["/send"]  # type: ignore[attr-defined]
