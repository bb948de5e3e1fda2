"""What a rule file may not say, each fault with its place."""

from pathlib import Path
from typing import Any

import pytest

from credit.rules import limits
from credit.rules.load import load_text, read_file, table_from_body
from credit.rules.problems import InvalidRules
from credit.rules.vocabulary import Purpose
from tests.credit.rules.build import TABLES, body, item, load_file, table, text_of


def faults(text: str) -> set[tuple[str, str]]:
    with pytest.raises(InvalidRules) as refused:
        load_text(text)
    assert all(str(fault.message) for fault in refused.value.errors)
    return {(fault.field, fault.code) for fault in refused.value.errors}


def faults_of(**changes: Any) -> set[tuple[str, str]]:
    return faults(text_of(body(**changes)))


@pytest.mark.parametrize("path", sorted(TABLES.glob("*.yaml")), ids=lambda path: path.name)
def test_every_shipped_table_loads_and_loads_again_from_its_body(path: Path) -> None:
    for one in load_file(path):
        assert table_from_body(one.body, one.digest) == one


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"code": None}, ("code", "missing")),
        ({"code": "甲 1"}, ("code", "bad-code")),
        ({"name": None}, ("name", "missing")),
        ({"source": None}, ("source", "missing")),
        ({"source": "null"}, ("source", "missing")),
        ({"evidence": None}, ("evidence", "missing")),
        ({"evidence": "sure"}, ("evidence", "unknown-word")),
        ({"purpose": None}, ("purpose", "missing")),
        ({"purpose": "loans"}, ("purpose", "unknown-word")),
        ({"purposes": ["school_admission"]}, ("purposes", "two-ends")),
        ({"purpose": None, "purposes": ["school_admission"] * 2}, ("purposes", "duplicate")),
        ({"district": "西湖"}, ("district", "bad-district")),
        ({"valid_from": None}, ("valid_from", "missing")),
        ({"valid_from": "2026-02-30"}, ("valid_from", "bad-date")),
        ({"valid_from": "20260101"}, ("valid_from", "bad-date")),
        ({"valid_to": "2025-12-31"}, ("valid_to", "before-start")),
        ({"demonstration": "yes"}, ("demonstration", "not-true-or-false")),
        ({"negative_when": None}, ("negative_when", "missing")),
        ({"negative_when": ["sad"]}, ("negative_when", "unknown-word")),
        ({"negative_when": ["below_pass_line"]}, ("negative_when", "pass-line")),
        ({"score": {"pass_line": "60"}}, ("negative_when", "pass-line")),
        ({"score": {"floor": "1"}}, ("score.floor", "out-of-range")),
        ({"score": {"ceiling": "-1"}}, ("score.ceiling", "out-of-range")),
        ({"score": {"deduct_max": "-1"}}, ("score.deduct_max", "out-of-range")),
        ({"score": {"bass": "1"}}, ("score.bass", "unknown-key")),
        ({"score": ["1"]}, ("score", "not-a-mapping")),
        ({"final_required": None}, ("final_required", "missing")),
        ({"final_required": ["speeding"]}, ("final_required", "unknown-word")),
        ({"final_unknown": None}, ("final_unknown", "missing")),
        ({"items": None}, ("items", "missing")),
        ({"items": "P1"}, ("items", "not-a-list")),
        ({"items": [item(), item()]}, ("items.P1.code", "duplicate-code")),
        ({"items": [item(code=None)]}, ("items[1].code", "missing")),
        ({"highest_only": "some"}, ("highest_only", "not-a-list")),
        ({"highest_only": [["P1", "P9"]]}, ("highest_only", "unknown-code")),
        ({"highest_only": [["P1"]]}, ("highest_only", "too-few")),
        ({"colour": "red"}, ("colour", "unknown-key")),
        ({"name": "控\x07制"}, ("file", "not-yaml")),
    ],
)
def test_a_fault_of_a_table_is_told_with_its_place(
    changes: dict[str, Any], fault: tuple[str, str]
) -> None:
    if changes.get("name"):
        assert fault in faults(text_of(body()).replace("试验表", changes["name"]))
    else:
        assert fault in faults_of(**changes)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": None}, ("items.P1.name", "missing")),
        ({"article": None}, ("items.P1.article", "missing")),
        ({"when": None}, ("items.P1.when", "missing")),
        ({"when": {"tiers": ["serious"]}}, ("items.P1.when.kinds", "missing")),
        ({"when": {"kinds": ["traffic"]}}, ("items.P1.when.kinds", "unknown-word")),
        (
            {"when": {"kinds": ["other"], "tiers": ["grave"]}},
            ("items.P1.when.tiers", "unknown-word"),
        ),
        (
            {"when": {"kinds": ["other"], "penalty_kinds": ["jail"]}},
            ("items.P1.when.penalty_kinds", "unknown-word"),
        ),
        (
            {"when": {"kinds": ["other"], "amount_from": "1", "amount_over": "1"}},
            ("items.P1.when.amount_over", "two-ends"),
        ),
        (
            {"when": {"kinds": ["other"], "amount_over": "5", "amount_up_to": "5"}},
            ("items.P1.when.amount_up_to", "empty-range"),
        ),
        ({"points": None}, ("items.P1.points", "no-effect")),
        ({"points": "minus ten"}, ("items.P1.points", "bad-number")),
        ({"points": "1e3"}, ("items.P1.points", "bad-number")),
        ({"points": "-0.125"}, ("items.P1.points", "too-precise")),
        ({"counts": None}, ("items.P1.counts", "missing")),
        ({"counts": {"from": "decision"}}, ("items.P1.counts.months", "missing")),
        ({"counts": {"from": "birth", "years": "1"}}, ("items.P1.counts.from", "unknown-word")),
        ({"counts": {"from": "current", "years": "1"}}, ("items.P1.counts.from", "unknown-word")),
        ({"counts": {"while": "decision"}}, ("items.P1.counts.while", "unknown-word")),
        ({"counts": {"while": "current"}}, ("items.P1.counts.while", "never-ends")),
        (
            {"counts": {"while": "published", "years": "1"}},
            ("items.P1.counts.years", "unknown-key"),
        ),
        (
            {"counts": {"from": "sentence_end", "years": "1"}},
            ("items.P1.counts.from", "no-sentence"),
        ),
        (
            {"counts": {"from": "decision", "years": "1", "months": "1"}},
            ("items.P1.counts.months", "two-ends"),
        ),
        (
            {"counts": {"from": "decision", "months": "1.5"}},
            ("items.P1.counts.months", "not-whole"),
        ),
        (
            {"counts": {"from": "decision", "months_by_points": [
                {"points_up_to": "40", "months": "12"}, {"points_up_to": "9", "months": "6"},
                {"months": "24"}]}},
            ("items.P1.counts.months_by_points", "unreachable"),
        ),
        (
            {"counts": {"from": "decision", "months_by_points": [
                {"points_up_to": "40", "months": "12"}]}},
            ("items.P1.counts.months_by_points", "gap"),
        ),
        ({"points": None, "veto": "true", "cap": "5"}, ("items.P1.cap", "unused")),
        ({"repeat": {"of": "item"}}, ("items.P1.repeat.factor", "missing")),
        ({"repeat": {"factor": "1", "of": "item"}}, ("items.P1.repeat.factor", "out-of-range")),
        ({"repeat": {"factor": "2", "of": "mood"}}, ("items.P1.repeat.of", "unknown-word")),
        ({"colour": "red"}, ("items.P1.colour", "unknown-key")),
    ],
)  # fmt: skip
def test_a_fault_of_an_item_is_told_with_its_place(
    changes: dict[str, Any], fault: tuple[str, str]
) -> None:
    assert fault in faults_of(items=[item(**changes)])


@pytest.mark.parametrize(
    ("bands", "fault"),
    [
        ([{"tiers": ["general"]}], ("items.P1.bands", "no-effect")),
        (
            [{"points": "-1"}, {"tiers": ["serious"], "points": "-2"}],
            ("items.P1.bands[2]", "unreachable"),
        ),
        (
            [{"amount_up_to": "9", "points": "-1"}, {"amount_up_to": "9", "points": "-2"}],
            ("items.P1.bands[2]", "unreachable"),
        ),
        (
            [
                {"tiers": ["serious", "general"], "points": "-1"},
                {"tiers": ["serious"], "amount_over": "9", "points": "-2"},
            ],
            ("items.P1.bands[2]", "unreachable"),
        ),
        (
            [{"kinds": ["conviction"], "points": "-1"}],
            ("items.P1.bands[1]", "unreachable"),
        ),
        (
            [{"amount_up_to": "500", "points": "-1"}, {"amount_over": "400", "points": "-2"}],
            ("items.P1.bands", "overlap"),
        ),
        (
            [{"amount_up_to": "1000", "points": "-1"}, {"amount_from": "1001", "points": "-2"}],
            ("items.P1.bands", "gap"),
        ),
        (
            [{"amount_below": "1000", "points": "-1"}, {"amount_over": "1000", "points": "-2"}],
            ("items.P1.bands", "gap"),
        ),
        (
            [{"tiers": ["serious"], "points": "-1"}, {"tiers": ["general"], "points": "2"}],
            ("items.P1.bands", "mixed-signs"),
        ),
        ([{"points": "-1", "prize": "1"}], ("items.P1.bands[1].prize", "unknown-key")),
    ],
)
def test_a_fault_of_bands_is_told_with_its_place(
    bands: list[dict[str, Any]], fault: tuple[str, str]
) -> None:
    assert fault in faults_of(items=[item(points=None, bands=bands)])


def test_points_belong_to_the_item_or_to_its_bands() -> None:
    bands = [{"points": "-1"}]
    assert ("items.P1.points", "points-and-bands") in faults_of(items=[item(bands=bands)])


def test_a_group_does_not_mix_adding_and_deducting() -> None:
    items = [item(), item(code="P2", points="4")]
    assert ("highest_only", "mixed-signs") in faults_of(items=items, highest_only="all")


def test_a_special_band_before_the_general_one_is_fine() -> None:
    bands = [{"tiers": ["serious"], "points": "-9"}, {"points": "-1"}]
    assert len(table(items=[item(points=None, bands=bands)]).items[0].bands) == 2


def test_all_faults_are_told_at_once() -> None:
    found = faults_of(code=None, source=None, items=[item(article=None, points="x")])
    assert {place for place, _ in found} >= {
        "code",
        "source",
        "items.P1.article",
        "items.P1.points",
    }


def test_the_faults_of_several_documents_name_the_document() -> None:
    assert ("document[2].source", "missing") in faults(text_of(body(), body(source=None)))


def test_one_document_makes_a_table_for_each_purpose() -> None:
    made = load_text(text_of(body(purpose=None, purposes=[str(one) for one in Purpose])))
    assert [one.purpose for one in made] == list(Purpose)
    assert len({one.digest for one in made}) == len(Purpose)


def test_the_digest_does_not_depend_on_layout() -> None:
    plain = text_of(body())
    other = text_of(dict(reversed(body().items()))) + "\n# 备注\n"
    assert load_text(plain)[0].digest == load_text(other)[0].digest


def test_an_altered_body_is_refused() -> None:
    one = table()
    with pytest.raises(InvalidRules):
        table_from_body({**one.body, "source": "别处"}, one.digest)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("# 只有注释", "empty"),
        ("- a\n- b", "not-a-mapping"),
        ("code: [", "not-yaml"),
        ("code: 1\ncode: 2", "duplicate-key"),
        ("a: &x [1]\nb: *x", "alias"),
        ("? [a]\n: b", "bad-key"),
        ("[" * 500, "too-deep"),
        ("!!python/object/apply:os.system [ls]", "not-a-mapping"),
    ],
)
def test_what_is_no_rule_file_is_refused(text: str, code: str) -> None:
    assert ("file", code) in faults(text)


def test_words_of_yaml_stay_text() -> None:
    """`no` is a word here, not a false value, and 0330106 keeps its zero."""
    assert table(name="no", source="1e3").name == "no"
    assert ("district", "bad-district") in faults_of(district="0330106")


@pytest.mark.parametrize("text", ['"\\0"', '"\\ud800"', '"\\e[31m"'])
def test_invisible_characters_are_refused(text: str) -> None:
    assert ("name", "bad-character") in faults(text_of(body()).replace("试验表", text))


def test_a_file_that_is_not_utf8_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(text_of(body()).encode("gb18030"))
    for place, code in ((path, "not-utf8"), (tmp_path / "none.yaml", "unreadable")):
        with pytest.raises(InvalidRules) as refused:
            read_file(place)
        assert refused.value.errors[0].code == code


def test_a_byte_order_mark_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + text_of(body()).encode())
    assert len(load_file(path)) == 1


def sized(octets: int) -> str:
    text = text_of(body()) + "#"
    return text + "x" * (octets - len(text.encode()))


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(sized(limits.FILE_BYTES_MAX), encoding="utf-8")
    assert len(load_file(path)) == 1
    path.write_text(sized(limits.FILE_BYTES_MAX + 1), encoding="utf-8")
    with pytest.raises(InvalidRules):
        load_file(path)
    assert ("file", "too-large") in faults(sized(limits.FILE_BYTES_MAX + 1))


def items(count: int) -> list[dict[str, Any]]:
    return [item(code=f"P{number}") for number in range(count)]


def months(count: int) -> list[dict[str, str]]:
    closed = [{"points_up_to": str(n), "months": "1"} for n in range(1, count)]
    return [*closed, {"months": "2"}]


def bands(count: int) -> list[dict[str, str]]:
    return [{"authorities": f"{n}局", "points": "-1"} for n in range(count)]


def tables(count: int) -> list[dict[str, Any]]:
    return [body(district=f"33{number:04}") for number in range(count)]


def nested(depth: int) -> str:
    """Depth counts the document's own mapping and the innermost value."""
    return "note: " + "[" * (depth - 1) + "]" * (depth - 1)


@pytest.mark.parametrize(
    ("limit", "make", "code"),
    [
        (limits.ITEMS_MAX, lambda n: text_of(body(items=items(n))), "too-many"),
        (
            limits.BANDS_MAX,
            lambda n: text_of(body(items=[item(points=None, bands=bands(n))])),
            "too-many",
        ),
        (limits.TABLES_MAX, lambda n: text_of(*tables(n)), "too-many"),
        (limits.TEXT_LENGTH_MAX, lambda n: text_of(body(source="源" * n)), "too-long"),
        (limits.CODE_LENGTH_MAX, lambda n: text_of(body(code="C" * n)), "too-long"),
        (
            limits.MONTHS_MAX,
            lambda n: text_of(body(items=[item(counts={"from": "decision", "months": str(n)})])),
            "out-of-range",
        ),
        (
            limits.POINTS_MAX,
            lambda n: text_of(body(items=[item(points=str(-n))])),
            "out-of-range",
        ),
        (
            limits.POINTS_DECIMALS_MAX,
            lambda n: text_of(body(items=[item(points="-0." + "1" * n)])),
            "too-precise",
        ),
    ],
)  # fmt: skip
def test_every_limit_holds_at_n_and_n_plus_one(limit: int, make: Any, code: str) -> None:
    assert load_text(make(limit))
    assert code in {found for _, found in faults(make(limit + 1))}


def test_depth_is_limited() -> None:
    assert ("file", "too-deep") not in faults(nested(limits.DEPTH_MAX))
    assert ("file", "too-deep") in faults(nested(limits.DEPTH_MAX + 1))


def test_the_faults_told_are_limited() -> None:
    with pytest.raises(InvalidRules) as refused:
        load_text(text_of(body(items=[item(article=None, name=None) for _ in range(300)])))
    assert len(refused.value.errors) == limits.FAULTS_MAX
