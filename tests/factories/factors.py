"""Accounts with a second factor, and the codes their telephones show."""

from dataclasses import dataclass
from datetime import timedelta

import pyotp

from service import clock
from service.accounts import recovery, totp
from service.accounts.models import Account, SecondFactor
from service.database import transaction


@dataclass(frozen=True)
class Phone:
    """What the owner holds: the authenticator's secret, and recovery codes on paper."""

    secret: str
    paper: tuple[str, ...] = ()

    def code(self, steps: int = 0) -> str:
        """What it shows so many steps from now."""
        later = clock.now() + steps * timedelta(seconds=totp.STEP_SECONDS)
        return str(pyotp.TOTP(self.secret).at(later))

    def wrong(self) -> str:
        """Six digits that it does not show around now."""
        shown = {self.code(steps) for steps in (-1, 0, 1)}
        return next(one for one in ("000000", "111111", "222222", "333333") if one not in shown)


def phone_of(account: Account) -> Phone:
    """Give an account a factor of which no code was used yet."""
    secret = totp.new_secret()
    with transaction() as session:
        session.add(
            SecondFactor(
                account_id=account.id,
                secret=secret,
                confirmed_at=clock.now(),
                last_step=0,
                failures=0,
            )
        )
        return Phone(secret, tuple(recovery.renew(session, account.id)))
