"""Persons whose identity a clerk verified."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from service.accounts.models import Account
from service.audit import Actor, acting_as
from service.identities.service import Seen, verify
from tests.factories.identifiers import make_resident_id


@dataclass(frozen=True)
class Known:
    """A person with an account and what the window saw."""

    account: Account
    name: str
    number: str


@pytest.fixture
def clerk(account) -> Actor:
    one = account("clerk", name="identity-clerk", unit="窗口")
    return Actor(one.id, one.name, one.role, one.unit)


@pytest.fixture
def known(account, clerk) -> Callable[..., Known]:
    """Opens a person's account and verifies it: `known("张三", 7)`."""

    def make(name: str = "张三丰", seed: int = 7, **values: object) -> Known:
        number = make_resident_id(seed)
        one = account("person", **values)
        with acting_as(clerk):
            verify(one.name, Seen(name, "resident_id", number, document_seen=True))
        return Known(one, name, number)

    return make
