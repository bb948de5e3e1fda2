"""Where people want to be told outside the application: their own choice, sealed, removable."""

import re
from collections.abc import Sequence
from email.utils import parseaddr

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from service import audit, clock
from service.database import db, transaction
from service.messages import msg
from service.notices.channels import ChannelName
from service.notices.limits import ADDRESS_CHARS_MAX
from service.notices.models import NoticeAddress
from service.notices.problems import BadAddress
from service.problems import FieldError

_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""What every mail server takes (RFC 5321); few take others (RFC 6531)."""
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def set_address(account_id: int, channel: ChannelName, address: str, language: str) -> None:
    """Keep an address; an empty one removes it. Raises `BadAddress`."""
    tidy = address.strip()
    with transaction() as session:
        if not tidy:
            session.execute(
                delete(NoticeAddress).where(
                    NoticeAddress.account_id == account_id, NoticeAddress.channel == channel
                )
            )
        else:
            _check(channel, tidy)
            values = {"address": tidy, "language": language, "set_at": clock.now()}
            session.execute(
                insert(NoticeAddress)
                .values(account_id=account_id, channel=channel, **values)
                .on_conflict_do_update(index_elements=["account_id", "channel"], set_=values)
            )
        audit.record(
            "notices.set_address",
            "account",
            str(account_id),
            {"channel": channel, "set": bool(tidy)},
        )


def kept_addresses(account_id: int) -> Sequence[NoticeAddress]:
    """The addresses of one account, in the order of their channels."""
    mine = select(NoticeAddress).where(NoticeAddress.account_id == account_id)
    return db.session.scalars(mine.order_by(NoticeAddress.channel)).all()


def addresses_of(account_id: int) -> dict[str, str]:
    """Channel -> address of one account."""
    return {row.channel: row.address for row in kept_addresses(account_id)}


def _check(channel: ChannelName, address: str) -> None:
    if channel is ChannelName.email:
        right = (
            len(address) <= ADDRESS_CHARS_MAX
            and _EMAIL.fullmatch(address) is not None
            and parseaddr(address)[1] == address
        )
        fault = msg("电子邮箱的写法是 name@example.com。")
    else:
        right = _MOBILE.fullmatch(address) is not None
        fault = msg("手机号码是 11 位数字。")
    if not right:
        raise BadAddress(
            fault,
            errors=[FieldError(str(channel), "bad-address", fault, msg("请核对后重新填写。"))],
        )
