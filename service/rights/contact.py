"""The caller's own contact data: corrected and deleted by the caller alone, at once."""

from collections.abc import Sequence

from service import audit
from service.access import Role
from service.accounts.models import Account
from service.database import transaction
from service.messages import msg
from service.notices.addresses import kept_addresses, set_address
from service.notices.channels import ChannelName
from service.problems import FieldError, InvalidInput
from service.rights.consents import Given
from service.rights.me import Me
from service.rights.own import CHANNELS


def change_contact(
    me: Me, *, display_name: str, addresses: dict[ChannelName, str], language: str
) -> None:
    """Keep what is given and delete what is left empty. Raises `InvalidInput`, `BadAddress`."""
    with transaction() as session:
        if renames(me):
            account = session.get_one(Account, me.account.id, with_for_update=True)
            name = " ".join(display_name.split())
            if not name or not name.isprintable():
                sentence = msg("请填写怎样称呼您。")
                raise InvalidInput(
                    sentence, errors=[FieldError("display_name", "required", sentence)]
                )
            if account.display_name != name:
                account.display_name = name
                audit.record("account.renamed", "account", str(account.id))
        for channel, address in addresses.items():
            set_address(me.account.id, channel, address, language)


def renames(me: Me) -> bool:
    """Whether the caller chooses how to be called: staff are called what the office says."""
    return me.account.role == Role.person


def given_addresses(me: Me) -> Sequence[Given]:
    """The addresses the caller agreed to be told at."""
    return [
        Given(
            reference=row.channel,
            title=CHANNELS[row.channel],
            text=msg("同意把办理进度另外通知到 {address}。", address=row.address),
            effect=msg("号码或地址立即删除，以后只在本系统内通知，办理不受影响。"),
            since=row.set_at,
        )
        for row in kept_addresses(me.account.id)
    ]


def withdraw_address(me: Me, reference: str, _why: str) -> None:
    """Delete an address; the reason is not kept, for none is needed."""
    set_address(me.account.id, ChannelName(reference), "", "zh")
