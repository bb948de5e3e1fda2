"""Collecting texts keeps what is translated, never guesses, and says what it took out."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
CATALOGUE = """\
msgid ""
msgstr ""
"Language: en\\n"

msgid "没有找到"
msgstr "Not found"

msgid "旧的说法"
msgstr "The old wording"
"""


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path: Path, messages: ModuleType) -> Path:
    path = tmp_path / "part"
    (path / messages.CATALOGUE).parent.mkdir(parents=True)
    (path / messages.CATALOGUE).write_text(CATALOGUE, encoding="utf-8")
    (path / "words.py").write_text('A = msg("没有找到")\nB = msg("没有找到它")\n', encoding="utf-8")
    pages = path / "templates"
    pages.mkdir()
    (pages / "page.html").write_text('{{ _("共 %(n)s 项", n=1) }}', encoding="utf-8")
    return path


def test_new_texts_come_in_empty_and_old_ones_go(messages, package):
    missing, gone = messages.collect(package, ROOT / "babel.cfg")
    assert missing == ["共 %(n)s 项", "没有找到它"]
    assert gone == [("旧的说法", "The old wording")]
    text = (package / messages.CATALOGUE).read_text(encoding="utf-8")
    assert 'msgid "没有找到"\nmsgstr "Not found"' in text
    assert "fuzzy" not in text
    assert "旧的说法" not in text


def test_collecting_twice_changes_nothing(messages, package):
    messages.collect(package, ROOT / "babel.cfg")
    once = (package / messages.CATALOGUE).read_bytes()
    missing, gone = messages.collect(package, ROOT / "babel.cfg")
    assert (package / messages.CATALOGUE).read_bytes() == once
    assert len(missing) == 2
    assert gone == []


def test_a_package_that_says_nothing_gets_no_catalogue(messages, tmp_path):
    assert messages.collect(tmp_path, ROOT / "babel.cfg") == ([], [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["service", "credit"])
def test_the_committed_catalogues_carry_no_traces_of_other_tools(messages, name):
    head, body = (ROOT / name / messages.CATALOGUE).read_text(encoding="utf-8").split("\n\n", 1)
    assert head + "\n" == messages.HEAD
    assert "#~" not in body
    assert "#, fuzzy" not in body
