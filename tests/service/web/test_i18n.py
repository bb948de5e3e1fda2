import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from service.messages import Message, msg
from service.settings import REPOSITORY
from service.web.i18n import PACKAGES, language_named, render, speaking, translation_folders


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-Hans", "zh_Hans"),
        ("EN", "en"),
        ("fr", None),
        ("", None),
    ],
)
def test_language_tags(tag, language):
    assert language_named(tag) == language


@pytest.mark.parametrize(
    ("preferred", "tag"),
    [
        ("", "zh-Hans"),
        ("en-GB,en;q=0.8", "en"),
        ("fr,en;q=0.5", "en"),
        ("zh-TW,en;q=0.5", "zh-Hans"),
        ("fr", "zh-Hans"),
        ("en;q=0", "zh-Hans"),
    ],
)
def test_the_browser_is_asked_when_nothing_was_chosen(visitor: FlaskClient, preferred, tag):
    page = visitor.get("/sign-in", headers={"Accept-Language": preferred}).text
    assert f'<html lang="{tag}">' in page


def test_a_chosen_language_is_remembered_over_the_browsers(visitor: FlaskClient):
    visitor.get("/sign-in?lang=en")
    assert '<html lang="en">' in visitor.get("/sign-in", headers={"Accept-Language": "zh"}).text
    visitor.get("/sign-in?lang=zh_Hans")
    assert '<html lang="zh-Hans">' in visitor.get("/sign-in").text


def test_an_unknown_language_changes_nothing(visitor: FlaskClient):
    visitor.get("/sign-in?lang=en")
    assert '<html lang="en">' in visitor.get("/sign-in?lang=xx").text


def test_the_switch_keeps_the_page_and_its_query(clerk: FlaskClient):
    page = clerk.get("/gallery/pieces?state=held").text
    assert "/gallery/pieces?state=held&amp;lang=en" in page


@pytest.mark.parametrize("name", ["_anchor", "_scheme", "_method", "_external", "endpoint"])
def test_the_switch_keeps_a_query_whatever_it_is_called(visitor: FlaskClient, name: str):
    assert f'href="/sign-in?{name}=x&amp;lang=en"' in visitor.get(f"/sign-in?{name}=x").text


def test_the_switch_of_a_page_that_cannot_be_read_again_leads_home(clerk: FlaskClient):
    assert 'href="/?lang=en"' in clerk.get("/nowhere").text


def test_messages_are_translated_with_their_values(gallery: Flask):
    with gallery.test_request_context("/?lang=en"):
        assert render(msg("最多填写 {max} 个字符。", max=20)) == "At most 20 characters."
        assert render(msg("{what}！", what=msg("首页"))) == "Home！"
        assert render("首页") == "Home"
        assert render("没有译文") == "没有译文"
        assert render("") == ""
    with gallery.test_request_context("/"):
        assert render(Message("首页")) == "首页"


def test_only_folders_that_exist_are_searched(tmp_path):
    (tmp_path / "credit" / "translations").mkdir(parents=True)
    (tmp_path / "scoring" / "translations").mkdir(parents=True)
    assert [folder.parent.name for folder in translation_folders(tmp_path)] == ["credit", "scoring"]


def test_english_pages_speak_english(clerk: FlaskClient):
    page = clerk.get("/?lang=en").text
    assert "New check" in page
    assert "Everything at this window is free of charge." in page


def test_another_language_is_spoken_for_a_while_whatever_was_said_before(app: Flask):
    for preferred, own, other in (("zh", "首页", "en"), ("en", "Home", "zh_Hans")):
        with app.test_request_context("/", headers={"Accept-Language": preferred}):
            g.pop("_flask_babel", None)  # the context around this request is the test's
            g.pop("text_look_up", None)
            assert render("首页") == own
            with speaking(other):
                assert render("首页") != own
            with pytest.raises(KeyError), speaking(other):
                msg("{missing}").render()
            assert render(msg("首页")) == own


def test_the_language_is_changed_in_one_place_alone():
    """`force_locale` by itself would leave the texts in the language found before."""
    files = [one for package in PACKAGES for one in (REPOSITORY / package).rglob("*.py")]
    users = {one.name for one in files if "force_locale" in one.read_text(encoding="utf-8")}
    assert users == {"i18n.py"}
