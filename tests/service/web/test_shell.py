import pytest
from flask.testing import FlaskClient

from service.messages import msg
from service.web.registry import NAV_FLAT_MAX, HomeCard, Shell, ShortcutError
from tests.service.web.gallery import AUDITOR, CLERK


def a_shell() -> Shell:
    shell = Shell()
    shell.nav_item(msg("审计"), "audit.page", "audit.read", order=200)
    shell.nav_item(msg("核查"), "checks.page", "checks.create", shortcut="Alt+N")
    shell.nav_item(msg("记录"), "records.page", "records.read", order=50)
    return shell


def test_navigation_shows_what_the_role_may_do_in_order():
    assert [item.endpoint for item in a_shell().nav_for(CLERK)] == ["records.page", "checks.page"]
    assert [item.endpoint for item in a_shell().nav_for(AUDITOR)] == ["records.page", "audit.page"]


def test_a_long_navigation_is_told_apart_by_headings():
    shell = Shell()
    for order in range(20, 20 + NAV_FLAT_MAX):
        shell.nav_item(msg("核查"), "checks.page", "checks.create", order=order)
    assert [title for title, _ in shell.nav_groups(CLERK)] == [None]
    shell.nav_item(msg("公示"), "public.page", "records.read")
    groups = {str(title.template): len(items) for title, items in shell.nav_groups(CLERK) if title}
    assert groups == {"日常办理": 10, "记录与统计": 2, "公开与本人": 1}


def test_a_visitor_has_no_navigation_and_only_public_cards():
    shell = a_shell()
    shell.home_card("checks.create", lambda: HomeCard(msg("甲"), 1, msg("乙"), "checks.page"))
    assert shell.nav_for(None) == []
    assert shell.cards_for(None) == []


@pytest.mark.parametrize("shortcut", ["N", "Ctrl+N", "Alt+n", "Alt+NN", "Alt+", "Alt+号"])
def test_a_shortcut_is_alt_and_one_key(shortcut):
    with pytest.raises(ShortcutError):
        a_shell().nav_item(msg("甲"), "a.b", "checks.create", shortcut=shortcut)


def test_a_shortcut_belongs_to_one_entry():
    with pytest.raises(ShortcutError, match="already taken"):
        a_shell().nav_item(msg("甲"), "a.b", "checks.create", shortcut="Alt+N")


def test_cards_with_something_waiting_come_first_and_empty_providers_show_none():
    shell = Shell()
    for count in (0, 2, 5):
        card = HomeCard(msg("甲"), count, msg("乙"), "checks.page")
        shell.home_card("checks.create", lambda card=card: card)
    shell.home_card("checks.create", lambda: None)
    assert [card.count for card in shell.cards_for(CLERK)] == [2, 5, 0]


def test_a_provider_does_not_run_for_a_role_that_may_not():
    shell = Shell()
    shell.home_card("checks.create", lambda: pytest.fail("ran for the auditor"))
    assert shell.cards_for(AUDITOR) == []


def test_the_home_page_shows_what_waits_and_what_is_started_most(clerk: FlaskClient):
    page = clerk.get("/").text
    assert "待我确认" in page
    assert "/gallery/pieces?state=held" in page
    assert 'data-shortcut="Alt+N"' in page
    assert "审计记录" not in page


def test_the_home_page_of_a_role_with_nothing_waiting_says_so(visitor: FlaskClient):
    visitor.set_cookie("as", "auditor")
    assert "现在没有等您处理的事项" in visitor.get("/").text


def test_the_page_being_shown_is_marked_in_the_navigation(clerk: FlaskClient):
    page = clerk.post("/gallery/form").text
    assert page.count('aria-current="page"') == 2  # the navigation and the breadcrumbs
