"""The service on a real port, and clients that are signed in to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask

from credit_window_client import CreditWindow, Patience
from service.accounts.api_tokens import create_token
from tests.browser.conftest import serving

IMPATIENT = Patience(attempts=1)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the service listens."""
    with serving(app) as address:
        yield address


@pytest.fixture
def client_of(
    address: str, account: Callable[..., object]
) -> Iterator[Callable[..., CreditWindow]]:
    """Opens a client for an account of a role, or for nobody: `client_of("clerk")`."""
    with ExitStack() as stack:

        def open_client(role: str | None, **values: object) -> CreditWindow:
            token = create_token(account(role, **values), "test")[1] if role else None
            return stack.enter_context(CreditWindow(address, token, patience=IMPATIENT))

        yield open_client
