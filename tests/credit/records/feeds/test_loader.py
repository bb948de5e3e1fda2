import pytest

from credit.records.feeds import FeedInvalid, FeedUnknown, Target, feed_names, load_feed, parse_feed
from credit.records.limits import CELL_MAX_CHARS, FEED_COLUMNS_MAX, HEADERS_PER_COLUMN_MAX

GOOD = """
name: example
title: 示例
target: penalty
source: 示例
columns:
  - {field: subject_name, headers: [名称], parser: line, presence: required}
  - {field: fine_yuan, headers: [罚款], parser: amount, unit: ten_thousand_yuan}
natural_key: [subject_name]
"""


def test_the_feeds_shipped_are_valid():
    assert feed_names()
    for name in feed_names():
        feed = load_feed(name)
        assert feed.name == name
        assert feed.title_en, f"{name}: what do readers of English call it?"


def test_a_good_description_is_read():
    feed = parse_feed(GOOD)
    assert feed.target is Target.PENALTY
    assert not feed.keyed_by_ordinal


def test_an_unknown_feed_is_refused_with_the_names_there_are():
    with pytest.raises(FeedUnknown, match="nfra-penalty"):
        load_feed("../secrets")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("name: example", "nam: example", "name"),
        ("title: 示例", "title: 示例\ncolor: red", "color"),
        ("target: penalty", "target: fine", "target"),
        ("field: fine_yuan", "field: fines", "columns[2]"),
        ("parser: amount", "parser: money", "columns[2]"),
        ("parser: amount", "parser: date", "columns[2]"),
        ("parser: amount", "parser: amount, size: 3", "columns[2]"),
        ("unit: ten_thousand_yuan", "unit: dollar", "columns[2]"),
        ("headers: [罚款]", "headers: []", "columns[2]"),
        ("headers: [罚款]", "headers: [' 名 称']", "columns[2]"),
        ("presence: required", "presence: required, max_chars: 0", "columns[1]"),
        ("presence: required", "presence: must", "columns[1]"),
        ("parser: line", "parser: enumeration", "columns[1]"),
        ("[subject_name]", "[decision_number]", "natural_key"),
        ("[subject_name]", "[subject_name]\nchecks: [luck]", "checks"),
        ("[subject_name]", "[subject_name]\nfixed: {colour: red}", "fixed.colour"),
        (
            "[subject_name]",
            "[subject_name]\nderived: [{field: content, from: x, by: y}]",
            "derived",
        ),
        ("[subject_name]", "[subject_name]\nsubject: {default_kind: robot}", "subject"),
    ],
)
def test_every_mistake_is_named_with_its_place(old, new, place):
    assert old in GOOD
    with pytest.raises(FeedInvalid) as caught:
        parse_feed(GOOD.replace(old, new))
    assert place in [error.field for error in caught.value.errors]


@pytest.mark.parametrize(
    "text", ["", "[1, 2]", "a: [", "{name: []}", GOOD.replace("penalty", "[x]")]
)
def test_what_is_no_description_is_refused(text):
    with pytest.raises(FeedInvalid):
        parse_feed(text)


def described(columns=1, headers=1, max_chars=10):
    rows = "".join(
        f"  - field: content\n    max_chars: {max_chars}\n    headers: "
        f"[{', '.join(f'h{at}x{n}' for n in range(headers))}]\n"
        for at in range(columns)
    )
    return (
        f"name: n\ntitle: t\ntarget: penalty\nsource: s\nnatural_key: [content]\ncolumns:\n{rows}"
    )


@pytest.mark.parametrize(
    ("what", "limit"),
    [
        ("columns", FEED_COLUMNS_MAX),
        ("headers", HEADERS_PER_COLUMN_MAX),
        ("max_chars", CELL_MAX_CHARS),
    ],
)
def test_a_description_may_reach_its_limits_and_not_pass_them(what, limit):
    parse_feed(described(**{what: limit}))
    with pytest.raises(FeedInvalid):
        parse_feed(described(**{what: limit + 1}))
