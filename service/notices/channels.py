"""How a message leaves the house: by e-mail, by SMS. A channel that is not set up sends nothing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from service.settings import Settings


class ChannelName(StrEnum):
    """The ways out of the house."""

    email = "email"
    sms = "sms"


class DeliveryFailed(Exception):  # noqa: N818 - says what happened
    """The message did not go out; `code` says why without naming the address."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.final = final
        """True when trying again cannot help, e.g. the address does not exist."""


@dataclass(frozen=True)
class Letter:
    """One message ready to go."""

    id: UUID
    """The same at every try, so that the receiver can tell a copy."""
    address: str
    subject: str
    """No personal data: it is shown on lock screens."""
    body: str


class Channel(Protocol):
    """Something that can send."""

    def send(self, letter: Letter) -> None:
        """Hand a message over. Raises `DeliveryFailed`."""


def channel_for(name: ChannelName, settings: Settings) -> Channel | None:
    """The channel as this installation has set it up, or None."""
    from service.notices.mail import MailChannel
    from service.notices.sms import SmsChannel

    if name is ChannelName.email:
        if not settings.smtp_url:
            return None
        return MailChannel(
            settings.smtp_url, settings.issuer_zh, in_production=settings.in_production
        )
    return SmsChannel(settings.sms_url, settings.sms_key) if settings.sms_url else None
