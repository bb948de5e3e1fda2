"""The guides cannot drift from the pages: words, pictures, roles and links are held together."""

import re
from pathlib import Path

import pytest

from service.access.account import Role
from tests.docs.wording import ENGLISH, ROOT, quotes, unknown
from tools.screenshots.__main__ import ALL_BYTES_MAX
from tools.screenshots.plan import FOLDER, file_names, read_plan
from tools.screenshots.shrink import BYTES_MAX

GUIDES = ROOT / "docs" / "guides"
ROLES = sorted([*(role.value for role in Role), "public"])
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^)]*\.png)\)")
PLACED = re.compile(r'<img src="(?P<path>[^"]*\.png)" width="\d+" alt="(?P<alt>[^"]*)">')
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
LINES_MAX = 110
PAGES = [GUIDES / f"{role}.md" for role in ROLES]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_role_and_the_public_have_a_guide_that_the_index_names():
    assert sorted(path.stem for path in GUIDES.glob("*.md")) == sorted([*ROLES, "README"])
    assert {f"{role}.md" for role in ROLES} <= set(LINK.findall(text(GUIDES / "README.md")))
    for readme in READMES:
        assert "docs/guides/README.md" in LINK.findall(text(readme))


@pytest.mark.parametrize("page", PAGES, ids=ROLES)
def test_a_guide_is_short_chinese_first_and_quotes_what_pages_say(page: Path):
    said = text(page)
    chinese, english = quotes(said)
    assert len(said.splitlines()) <= LINES_MAX
    assert ENGLISH in said
    assert chinese
    assert unknown([*chinese, *english]) == []


def test_words_that_no_page_says_are_found():
    chinese, english = quotes("点【核查】或【核查他】。\n## English\n**Check\nhim** or **Sign in**")
    assert unknown([*chinese, *english]) == ["核查他", "Check him"]


def test_a_number_may_stand_where_a_page_puts_one():
    assert unknown(["先核查其余 3 行", "先核查其余行"]) == ["先核查其余行"]


def test_every_picture_is_planned_there_used_and_told_in_words():
    used: dict[str, str] = {}
    for page in (*PAGES, *READMES):
        for found in (*PICTURE.finditer(text(page)), *PLACED.finditer(text(page))):
            path = (page.parent / found["path"]).resolve()
            assert path.parent == FOLDER, f"{page.name}: {path}"
            used[path.name] = used.get(path.name, "") + found["alt"]
        assert text(page).count(".png") == len(PICTURE.findall(text(page))) + len(
            PLACED.findall(text(page))
        )
    assert set(used) == file_names(read_plan()) == {path.name for path in FOLDER.iterdir()}
    assert [name for name, alt in used.items() if not alt.strip()] == []


def test_pictures_are_small_each_and_together():
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert {name: size for name, size in sizes.items() if size > BYTES_MAX} == {}
    assert sum(sizes.values()) <= ALL_BYTES_MAX


def test_links_of_the_guides_lead_somewhere():
    for page in (*PAGES, GUIDES / "README.md"):
        lost = [link for link in LINK.findall(text(page)) if not (page.parent / link).exists()]
        assert lost == [], page.name
