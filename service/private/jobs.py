"""The last part of a rotation of keys."""

from service.outbox import job
from service.private.keyring import keyring
from service.private.rotate import STRAGGLERS_JOB, reseal


@job(STRAGGLERS_JOB)
def reseal_stragglers() -> None:
    """Seal anew what processes sealed with the old key before they noticed the new one."""
    keyring().forget()
    reseal()
