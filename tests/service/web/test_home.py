"""The home page of every role says something useful today."""

import pytest

from service.access.account import Role
from service.web.home import LATER


@pytest.mark.parametrize("role", list(Role))
def test_every_role_finds_its_account_the_verification_and_the_documentation(signed_in, role):
    values = {"subject_code": "91330106MA2000001X"} if role is Role.enterprise else {}
    page = signed_in(role, **values).get("/")
    main = page.text.split("<main")[1]
    assert page.status_code == 200
    for address in ("/account", "/api/docs", "/verify"):
        assert f'href="{address}"' in main


@pytest.mark.parametrize("role", list(LATER))
def test_a_role_whose_work_is_still_to_come_is_told_so_and_what_it_can_do(signed_in, role):
    page = signed_in(role).get("/").text
    assert "尚未开放" in page
    assert "现在可以办的" in page
    assert ("今天等我办的" in page) == (role is Role.department)  # cases are theirs to decide


@pytest.mark.parametrize("role", [role for role in Role if role not in LATER])
def test_a_role_that_has_work_is_promised_nothing(signed_in, role):
    page = signed_in(role).get("/").text
    assert "尚未开放" not in page
    assert "今天等我办的" in page
