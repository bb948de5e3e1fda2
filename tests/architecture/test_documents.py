"""What the documents name is there: links, settings, commands, addresses, make targets."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from service import targets
from service.database import db
from service.settings import Settings
from service.statistics.period import Period
from service.statistics.registry import report

ROOT = Path(__file__).parent.parent.parent
READMES = ("README.md", "README.zh-CN.md")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"(?:CREDIT|DATABASE|REDIS|PROMETHEUS|GRANIAN)_[A-Z_<>]*[A-Z>]|PORT")
COMMAND = re.compile(r"flask --app wsgi ([a-z-]+) ([a-z-]+)([^`\n]*)")
MAKE = re.compile(r"`make ([a-z][a-z-]*)|^make ([a-z][a-z-]*)", re.MULTILINE)


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def documents() -> list[str]:
    """Every Markdown file of ours."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "client").glob("*.md")]
    return sorted(str(path.relative_to(ROOT)) for path in found)


@cache
def anchors(name: str) -> set[str]:
    """The headings of a file as links name them."""
    found = HEADING.findall(FENCE.sub("", read(name)))
    plain = (re.sub(r"[^\w\- ]", "", one.lower()) for one in found)
    return {one.replace(" ", "-") for one in plain}


def links(name: str) -> Iterator[tuple[str, str]]:
    """(file, anchor) of each link to something of ours, as paths from the root."""
    for link in LINK.findall(FENCE.sub("", read(name))):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = unquote(link).partition("#")
        path = (ROOT / name).parent / target if target else ROOT / name
        yield str(path.resolve().relative_to(ROOT)), anchor


@pytest.mark.parametrize("name", documents())
def test_every_link_leads_somewhere(name):
    for target, anchor in links(name):
        assert (ROOT / target).exists(), target
        assert not anchor or anchor in anchors(target), f"{target}#{anchor}"


@pytest.mark.parametrize("readme", READMES)
def test_every_document_can_be_reached_from_the_readme(readme):
    reached, ahead = {readme}, [readme]
    while ahead:
        for target, _ in links(ahead.pop()):
            found = f"{target}/README.md" if (ROOT / target / "README.md").exists() else target
            if found in documents() and found not in reached:
                reached.add(found)
                ahead.append(found)
    apart = {name for name in documents() if name.startswith("client/")}  # published by itself
    assert set(documents()) - reached - apart - set(READMES) - {"CHANGELOG.md"} == set()


def test_both_readmes_lead_to_the_same_places():
    led = [
        {target for target, _ in links(name) if not target.endswith(".png")} - set(READMES)
        for name in READMES
    ]
    assert led[0] == led[1]


def settings_read() -> set[str]:
    """Every variable the service reads: named in its code, or put together from a name there."""
    named = {
        node.value
        for package in ("service", "credit", "workflows", "scoring")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if SETTING.fullmatch(node.value)
    }
    keys = {f"CREDIT_{one.name.upper()}" for one in fields(Settings) if one.name.endswith("_key")}
    found = named | keys | set(SETTING.findall(targets.__doc__ or ""))
    return {name for name in found if name.removesuffix("_FILE") not in found - {name}}


@pytest.mark.parametrize("readme", READMES)
def test_the_table_of_settings_holds_all_that_is_read_and_nothing_else(readme):
    rows = re.findall(r"^\| (`[A-Z][^|]*) \|", read(readme), re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    told = {name for name in told if SETTING.fullmatch(name)}
    assert told == settings_read()


def commands() -> Iterator[tuple[str, str, str, str]]:
    for name in documents():
        for group, command, rest in COMMAND.findall(read(name)):
            yield name, group, command, rest


def test_every_command_named_is_there_with_its_options(built_app: Flask):
    for name, group, command, rest in commands():
        place = (name, group, command)
        found = built_app.cli.commands.get(group)
        assert found is not None, place
        if isinstance(found, click.Group):
            found = found.commands.get(command)
            assert found is not None, place
        known = {option for one in found.params for option in one.opts}
        assert set(re.findall(r"--[a-z][a-z-]+", rest)) <= known | {"--help"}, place


def test_every_make_target_named_is_there():
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = {
        (name, first or second)
        for name in documents()
        for first, second in MAKE.findall(read(name))
    }
    assert {(name, one) for name, one in named if one not in targets} == set()


@pytest.mark.parametrize("readme", READMES)
def test_every_address_named_is_there(readme, built_app: Flask):
    adapter = built_app.url_map.bind("localhost")
    for address in re.findall(r"`(/[a-z][^`]*)`", read(readme)):
        try:
            adapter.match(address)
        except MethodNotAllowed:
            pass
        except NotFound:
            pytest.fail(f"{address} is not an address of the service")


def test_the_map_names_every_folder_and_every_table(built_app: Flask):
    told = read("docs/architecture.md")
    folders = {
        path.parent.name
        for package in ("service", "credit", "workflows", "scoring")
        for path in (ROOT / package).glob("*/__init__.py")
    }
    tables = {table.name for table in db.metadata.sorted_tables}
    assert {name for name in folders | tables if f"`{name}`" not in told} == set()


def test_every_figure_of_the_year_is_explained(app: Flask):
    told = read("docs/statistics.md")
    found = report(Period(date(2026, 1, 1), date(2026, 1, 31)))
    figures = {one.code for chapter in found.chapters for one in chapter.now.figures}
    rates = {one.code for chapter in found.chapters for one in chapter.now.rates}
    assert figures
    assert {code for code in figures | rates if f"`{code}`" not in told} == set()
