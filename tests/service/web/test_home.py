"""The home page of every role says something useful today."""

import pytest

from service.access.account import Role
from service.web.home import AT_HOME


@pytest.mark.parametrize("role", list(Role))
def test_every_role_finds_its_account_the_verification_and_what_waits(signed_in, role):
    values = {"subject_code": "91330106MA2000001X"} if role is Role.enterprise else {}
    page = signed_in(role, **values).get("/")
    main = page.text.split("<main")[1]
    assert page.status_code == 200
    assert "今天等我办的" in main
    for address in ("/account", "/verify"):
        assert f'href="{address}"' in main
    assert ('href="/api/docs"' in main) == (role not in AT_HOME)
