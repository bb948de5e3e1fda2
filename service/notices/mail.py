"""E-mail by SMTP: `smtps://`, or `smtp://` with STARTTLS.

In production a server that does not offer STARTTLS gets nothing, unless it is this machine
itself: whoever sits on the line could hide the offer.
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, formatdate
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from service.notices.channels import DeliveryFailed, Letter
from service.notices.limits import CONNECT_SECONDS_MAX
from service.targets import is_loopback

PORTS = {"smtp": 587, "smtps": 465}
_PERMANENT = range(500, 600)


class MailChannel:
    """Sends through the office's mail server, named by `CREDIT_SMTP_URL`."""

    def __init__(self, url: str, sender_name: str, *, in_production: bool = False) -> None:
        self._url: SplitResult = urlsplit(url)
        self._demands_tls = in_production and not is_loopback(self._url.hostname or "")
        self._sender_name = sender_name
        self._from = parse_qs(self._url.query)["from"][0]

    def send(self, letter: Letter) -> None:
        """Hand one message to the server. Raises `DeliveryFailed`."""
        try:
            with self._connect() as server:
                server.send_message(self._message(letter))
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise DeliveryFailed(f"smtp-{code}", final=code in _PERMANENT) from None
        except smtplib.SMTPResponseException as error:
            raise DeliveryFailed(f"smtp-{error.smtp_code}") from None
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryFailed(type(error).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        url = self._url
        host, port = url.hostname or "", url.port or PORTS[url.scheme]
        if url.scheme == "smtps":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=CONNECT_SECONDS_MAX, context=context
            )
        else:
            server = smtplib.SMTP(host, port, timeout=CONNECT_SECONDS_MAX)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
        # A password goes over an encrypted line or not at all.
        if (url.username or self._demands_tls) and not isinstance(server.sock, ssl.SSLSocket):
            server.close()
            raise DeliveryFailed("no-encryption")
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        return server

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = f"<{letter.id}@{self._from.rpartition('@')[2]}>"
        message["Date"] = formatdate(localtime=False)
        message["From"] = formataddr((self._sender_name, self._from))
        message["To"] = letter.address
        message["Subject"] = letter.subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body)
        return message
