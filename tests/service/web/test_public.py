"""The statement on accessibility: found from every page, open to everybody, true."""

from datetime import timedelta

import pytest

from service.access.account import Role
from service.accounts.limits import SESSION_IDLE_MAX
from tests.browser.conftest import DESK, NARROWEST_PX, PHONE

LINK = 'href="/accessibility"'


@pytest.mark.parametrize(
    ("language", "title"), [("zh_Hans", "无障碍声明"), ("en", "Accessibility statement")]
)
def test_nobody_needs_to_sign_in_for_it(client, language, title):
    answer = client.get(f"/accessibility?lang={language}")
    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/verify", "/rules", "/nowhere"])
def test_pages_without_sign_in_lead_to_it(client, path):
    assert LINK in client.get(path).text.partition("<footer")[2]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_led_to_it_and_keeps_its_navigation(signed_in, role):
    person = signed_in(role.value)
    assert LINK in person.get("/").text.partition("<footer")[2]
    assert 'id="site-nav"' in person.get("/accessibility").text


def test_a_missing_page_keeps_the_navigation_of_who_is_signed_in(signed_in, client):
    answer = signed_in("clerk").get("/nowhere")
    assert answer.status_code == 404
    assert "<h1>没有找到</h1>" in answer.text
    assert 'id="site-nav"' in answer.text
    assert 'id="site-nav"' not in client.get("/nowhere").text


def test_it_states_the_limit_that_is_kept_and_the_widths_that_are_tested(client):
    text = client.get("/accessibility").text
    assert f"连续 {SESSION_IDLE_MAX // timedelta(hours=1)} 小时" in text
    assert SESSION_IDLE_MAX % timedelta(hours=1) == timedelta()
    assert f"{PHONE['width']} 像素和 {DESK['width']} 像素" in text
    assert f"只有 {NARROWEST_PX} 像素" in text
