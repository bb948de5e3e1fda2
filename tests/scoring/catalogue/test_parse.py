"""A catalogue is read whole or refused with every fault and its place."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.catalogue import limits
from scoring.catalogue.award import Earned, award
from scoring.catalogue.files import DEMONSTRATION, read_file, read_yaml
from scoring.catalogue.parse import parse_catalogue
from scoring.catalogue.problems import InvalidCatalogue
from scoring.catalogue.screen import refused_topics
from scoring.catalogue.table import Caps, Points, Star, Tier
from scoring.catalogue.vocabulary import Entrant, Proof, Tiers
from scoring.catalogue.writing import as_raw, as_yaml, digest
from tests.factories.points import SMALL_CATALOGUE

DATA = Path(__file__).parents[2] / "data"
WENDENG = DATA / "wendeng-community.yaml"
WENDENG_MINUS = DATA / "wendeng-community-minus.yaml"
ITEM = SMALL_CATALOGUE["items"][0] | {"entered_by": ["manager"]}


def with_item(**values):
    item = {key: value for key, value in (ITEM | values).items() if value is not None}
    return SMALL_CATALOGUE | {"items": [item]}


def faults(raw) -> dict[str, str]:
    with pytest.raises(InvalidCatalogue) as refused:
        parse_catalogue(raw)
    assert all(error.remedy for error in refused.value.errors), "every fault has its remedy"
    return {error.field: error.code for error in refused.value.errors}


def test_the_small_catalogue_of_tests_is_one():
    table = parse_catalogue(SMALL_CATALOGUE)
    volunteer, returned, cleaning = table.items
    assert (table.valid_from, table.valid_to, table.demonstration) == (
        date(2026, 1, 1),
        None,
        False,
    )
    assert (volunteer.points, volunteer.caps) == (Points(5, 5), Caps(month=40))
    assert volunteer.entered_by == {Entrant.manager, Entrant.check_in}
    assert volunteer.unit.divisible
    assert (returned.points, returned.two_person) == (Points(5, 20), True)
    assert (cleaning.evidence, cleaning.unit.divisible) == (Proof.none, False)
    assert table.item("cleaning") is cleaning
    assert table.item("other") is None
    assert table.items_of("mei") == (cleaning,)


def test_the_demonstration_is_what_the_community_was_shown():
    table = parse_catalogue(read_file(DEMONSTRATION))
    assert table.demonstration
    assert str(table.evidence) == "P"
    assert [one.name for one in table.dimensions] == ["善", "真", "美"]
    assert [table.stars_of(honour) for honour in (19, 20, 60, 120, 200, 300)] == [0, 1, 2, 3, 4, 5]
    assert [len(table.items_of(code)) for code in ("shan", "zhen", "mei")] == [5, 5, 5]
    assert all(one.name_en and one.description_en for one in table.items)
    assert all(refused_topics(item, table.valid_from) == () for item in table.items)
    volunteer = table.by_code["volunteer"]
    assert award(volunteer, Decimal(9), None, Earned()).points == 40


def test_a_real_catalogue_is_written_without_code():
    table = parse_catalogue(read_file(WENDENG))
    assert len(table.items) == 19
    assert all(refused_topics(item, date(2026, 1, 1)) == () for item in table.items)
    assert table.by_code["hours"].tiers[-1] == Tier(Decimal(300), 50)
    assert award(table.by_code["hours"], Decimal(50), None, Earned()).points == 17
    assert award(table.by_code["donation"], Decimal(950), None, Earned()).points == 9
    assert award(table.by_code["dispute"], Decimal(1), 3, Earned()).points == 3
    assert table.by_code["own-item"].unit.name == "项"


def test_its_minus_items_are_written_too():
    table = parse_catalogue(read_file(WENDENG_MINUS))
    assert all(item.minus for item in table.items)
    assert all(refused_topics(item, date(2026, 1, 1)) == () for item in table.items)


@pytest.mark.parametrize("path", [DEMONSTRATION, WENDENG, WENDENG_MINUS])
def test_what_is_read_is_written_and_read_again(path):
    table = parse_catalogue(read_file(path))
    raw = as_raw(table)
    assert parse_catalogue(raw) == table
    assert parse_catalogue(read_yaml(as_yaml(raw, "头\n行").encode())) == table
    assert digest(raw) == digest(as_raw(parse_catalogue(raw)))


def test_a_full_item_keeps_all_it_says():
    raw = with_item(
        points={"choices": [5, 1, 3]},
        per="0.5",
        quantity_max=8,
        caps={"day": 5, "year": 50},
        caps_quantity={"month": 3},
        tiers=[{"at": "1.5", "points": 1}, {"at": 3, "points": 4}],
        tiers_count="level",
        expires={"months": 6},
        entered_by="api",
        basis="章程第3条",
        description="说明",
        description_en="words",
    )
    item = parse_catalogue(raw).items[0]
    assert item.points == Points(1, 5, (1, 3, 5))
    assert (item.per, item.quantity_max, item.expires_months) == (Decimal("0.5"), 8, 6)
    assert item.tiers == (Tier(Decimal("1.5"), 1), Tier(Decimal(3), 4))
    assert item.tiers_count is Tiers.level
    assert parse_catalogue(as_raw(parse_catalogue(raw))).items[0] == item


@pytest.mark.parametrize("day", ["20260101", "2026-W05-1", "2026-1-1", "2026-02-30"])
def test_a_day_is_written_in_one_way(day):
    assert faults(SMALL_CATALOGUE | {"valid_from": day})["valid_from"] == "bad-date"


def test_all_faults_are_told_at_once_each_with_its_path():
    raw = {
        "code": "no spaces",
        "valid_from": "2026-13-01",
        "valid_to": "soon",
        "evidence": "Q",
        "source": "x",
        "colour": "red",
        "dimensions": [{"code": "shan", "name": "善"}, {"code": "shan", "name": "真"}],
        "stars": [{"stars": 2, "points": 20}, {"stars": 1, "points": 60}],
        "items": [
            ITEM | {"dimension": "mei", "points": "many", "caps": {"week": 3, "month": "0"}},
            {"name": "x", "expires": "never", "evidence": "oath"},
            "nothing",
        ],
    }
    found = faults(raw)
    assert found == found | {
        "code": "bad-code",
        "name": "missing",
        "valid_from": "bad-date",
        "valid_to": "bad-date",
        "evidence": "unknown-word",
        "colour": "unknown-key",
        "dimensions[1].code": "duplicate",
        "dimensions[2].code": "duplicate",
        "stars": "not-rising",
        "items[1].dimension": "unknown-dimension",
        "items[1].points": "bad-number",
        "items[1].caps.week": "unknown-key",
        "items[1].caps.month": "out-of-range",
        "items[2].code": "missing",
        "items[2].points": "missing",
        "items[2].unit": "missing",
        "items[2].dimension": "missing",
        "items[2].expires": "unknown-word",
        "items[2].evidence": "unknown-word",
        "items[3]": "not-a-mapping",
    }


@pytest.mark.parametrize(
    ("values", "place", "code"),
    [
        ({"points": 0}, "points", "zero"),
        ({"points": "2.5"}, "points", "not-whole"),
        ({"points": 100_001}, "points", "out-of-range"),
        ({"points": {"from": 5}}, "points.to", "missing"),
        ({"points": {"from": 9, "to": 5}}, "points", "empty-range"),
        ({"points": {"from": 5, "to": 5}}, "points", "empty-range"),
        ({"points": {"from": -5, "to": 5}}, "points", "mixed-signs"),
        ({"points": {"from": 0, "to": 5}}, "points", "mixed-signs"),
        ({"points": {"choices": [-1, 1]}}, "points", "mixed-signs"),
        ({"points": {"choices": [1]}}, "points.choices", "not-a-list"),
        ({"points": {"choices": "1/3"}}, "points.choices", "not-a-list"),
        ({"points": [1, 3]}, "points", "not-text"),
        ({"points": {"from": "x", "to": 5}}, "points.from", "bad-number"),
        ({"unit": "fathoms"}, "unit", "unknown-word"),
        ({"unit": {"name_en": "rows"}}, "unit.name", "missing"),
        ({"per": "0"}, "per", "out-of-range"),
        ({"per": "1.005"}, "per", "too-precise"),
        ({"quantity_max": -1}, "quantity_max", "out-of-range"),
        ({"caps": {"day": 50, "month": 40}}, "caps.day", "unreachable"),
        ({"points": {"from": 5, "to": 50}}, "caps", "below-one-award"),
        ({"tiers": [{"at": 5, "points": 1}, {"at": 5, "points": 2}]}, "tiers", "not-rising"),
        (
            {"tiers": [{"at": 5, "points": 2}, {"at": 6, "points": 1}], "tiers_count": "level"},
            "tiers",
            "not-rising",
        ),
        ({"tiers": [{"at": 5}]}, "tiers[1].points", "missing"),
        ({"tiers": "10: 2"}, "tiers", "not-a-list"),
        ({"points": -5, "tiers": [{"at": 5, "points": 2}]}, "tiers", "minus-tiers"),
        ({"expires": {"months": 0}}, "expires.months", "out-of-range"),
        ({"expires": {}}, "expires.months", "missing"),
        ({"entered_by": ["robot"]}, "entered_by", "unknown-word"),
        (
            {"points": {"from": 1, "to": 2}, "entered_by": "check_in"},
            "entered_by",
            "not-by-check-in",
        ),
        ({"points": -5, "entered_by": "check_in"}, "entered_by", "not-by-check-in"),
        ({"two_person": "maybe"}, "two_person", "not-true-or-false"),
        ({"name": "看\u200b不见"}, "name", "bad-character"),
        ({"name": "长" * 121}, "name", "too-long"),
        ({"name": ["a"]}, "name", "not-text"),
        ({"nmae": "x"}, "nmae", "unknown-key"),
    ],
)
def test_one_thing_wrong_with_an_item(values, place, code):
    assert faults(with_item(**values)) == {f"items[1].{place}": code}


@pytest.mark.parametrize("raw", [None, [], "text", 7, {}])
def test_what_is_no_catalogue_is_refused(raw):
    assert "items" in faults(raw) or "file" in faults(raw)


def test_a_catalogue_may_not_end_before_it_begins():
    assert faults(SMALL_CATALOGUE | {"valid_to": "2025-12-31"}) == {"valid_to": "before-start"}
    assert parse_catalogue(SMALL_CATALOGUE | {"valid_to": "2026-01-01"}).valid_to


def test_there_is_an_end_to_items_and_to_faults():
    items = [ITEM | {"code": f"i{number}"} for number in range(limits.ITEMS_MAX)]
    assert len(parse_catalogue(SMALL_CATALOGUE | {"items": items}).items) == limits.ITEMS_MAX
    items.append(ITEM)
    assert faults(SMALL_CATALOGUE | {"items": items}) == {"items": "too-many"}
    with pytest.raises(InvalidCatalogue) as refused:
        parse_catalogue(SMALL_CATALOGUE | {"items": [{}] * limits.ITEMS_MAX})
    assert len(refused.value.errors) == limits.FAULTS_MAX


def test_stars_are_listed_from_the_most_whatever_their_order():
    raw = SMALL_CATALOGUE | {"stars": [{"stars": 1, "points": 20}, {"stars": 2, "points": 60}]}
    assert parse_catalogue(raw).stars == (Star(2, 60), Star(1, 20))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"# nothing", "empty"),
        (b"a: [1", "not-yaml"),
        (b"a: 1\na: 2", "duplicate-key"),
        (b"a: &x 1\nb: *x", "alias"),
        (b"? [a]\n: 1", "bad-key"),
        (b"[" * 9 + b"]" * 9, "too-deep"),
        (b"\xff\xfe", "not-utf8"),
        (b"a: \x00", "not-yaml"),
        (b"#" * (limits.FILE_BYTES_MAX + 1), "too-large"),
    ],
)
def test_files_that_are_no_plain_yaml_are_refused(content, code):
    with pytest.raises(InvalidCatalogue) as refused:
        read_yaml(content)
    assert [error.code for error in refused.value.errors] == [code]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidCatalogue):
        read_file(tmp_path / "none.yaml")


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*ITEM, "from", "to", "at", "items"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*SMALL_CATALOGUE, "stars"]), junk), junk)
def test_whatever_is_put_in_it_is_read_or_refused(head, item):
    raw = SMALL_CATALOGUE | head | {"items": [item]}
    try:
        table = parse_catalogue(raw)
    except InvalidCatalogue:
        return
    assert parse_catalogue(as_raw(table)) == table
