"""One table with every kind of fault, and all that is told of it, in the order it is told."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from credit.rules import limits
from credit.rules.condition import Condition
from credit.rules.load import load_text, read_upload, table_from_body
from credit.rules.problems import InvalidRules
from credit.rules.table import Repeat, Score
from credit.rules.vocabulary import LISTS, CountsFrom, RepeatOf
from credit.rules.window import Term, Window
from tests.credit.rules.build import body, item, table, text_of

ALL = ["administrative_penalty", "conviction"]
SPOILED = {
    "code": "甲 1",
    "name": ["x"],
    "purpose": "loans",
    "district": "西湖",
    "valid_from": "20260101",
    "valid_to": "2025-01-01",
    "source": "源\x85" * (limits.TEXT_LENGTH_MAX // 2 + 1),
    "evidence": "sure",
    "demonstration": "yes",
    "negative_when": ["sad", "below_pass_line"],
    "final_required": ["honour"],
    "colour": "red",
    "score": {"base": "1", "floor": "2", "ceiling": "0", "deduct_max": "-1", "bass": "1"},
    "highest_only": [["P1", "P9"], ["P1", "P1"], "P1", ["P1", "P4"]],
    "items": [
        item(points="-0.125", cap="x", repeat={"factor": "1.5", "of": "mood", "so": "1"}),
        item(
            when={"kinds": ["honour", "other"], "amount_from": "5", "amount_over": "5",
                  "amount_up_to": "4", "tiers": [["x"]], "authorities": ["甲\x01局"]},
            counts={"from": "current", "years": "1", "months": "13"},
            article=None,
        ),
        item(
            code="P3", points="1", when={"tiers": ["serious"]},
            counts={"while": "decision"},
            bands=[{"points": "-1"}, {"tiers": ["minor"], "points": "2"}, {"kinds": ["other"]}],
        ),
        item(
            code="P4", points=None, when={"kinds": ALL}, repeat={"of": "item"},
            counts={"from": "sentence_end", "months_by_points": [
                {"points_up_to": "9", "months": "6"}, {"points_up_to": "9", "months": "1201"},
            ]},
            bands=[
                {"amount_up_to": "500", "points": "4", "tiers": ["minor"]},
                {"amount_over": "400", "points": "4", "tiers": ["minor"]},
                {"amount_up_to": "500", "veto": "true", "tiers": ["serious"]},
                {"amount_from": "501", "freeze": "true", "tiers": ["serious"]},
                {"kinds": ["other"], "points": "4"},
            ],
        ),
        item(code="P5", points=None, veto="true", cap="3", counts=None),
        item(code="P6", counts={"while": "current", "years": "1"}, evidence="found"),
        item(code="P7", when=None, counts={"from": "decision"}),
        "P8",
    ],
}  # fmt: skip


def faults(text: str) -> list[tuple[str, str, str, str]]:
    with pytest.raises(InvalidRules) as refused:
        load_text(text)
    assert str(refused.value.detail) == f"规则文件有{len(refused.value.errors)}处错误，没有导入。"
    errors = refused.value.errors
    return [(one.field, one.code, str(one.message), str(one.remedy or "")) for one in errors]


TOLD = Path(__file__).with_name("spoiled.txt").read_text(encoding="utf-8").splitlines()
"""Place, code, what is wrong, and what to do where there is more to say."""


def test_everything_that_is_wrong_is_told_with_its_place_and_what_to_do():
    told = [" | ".join(filter(None, one)) for one in faults(text_of(body(**SPOILED)))]
    assert told == TOLD


@pytest.mark.parametrize(
    ("text", "line", "code", "told"),
    [
        ("", None, "empty", "文件中没有规则表。"),
        ("a: 1\ncode: [", 2, "not-yaml", "第2行：不符合YAML格式。"),
        ("code: 1\ncode: 2", 2, "duplicate-key", "第2行：“code”写了两次。"),
        ("a: &x [1]\n\nb: *x", 3, "alias", "第3行：规则表不用别名（*）。"),
        ("\n? [a]\n: b", 2, "bad-key", "第2行：键应当是一个词。"),
        ("a: 1\nb: " + "[" * 500, 2, "too-deep", "第2行：层次太深。"),
        ("a: \x07", None, "not-yaml", "文件不符合YAML格式。"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(text, line, code, told):
    with pytest.raises(InvalidRules) as refused:
        load_text(text)
    (fault,) = refused.value.errors
    assert (fault.field, fault.row, fault.code, str(fault.message)) == ("file", line, code, told)


def test_an_item_may_be_surer_than_its_table():
    made = table(items=[item(evidence="found"), item(code="P2")]).items
    assert [str(one.evidence) for one in made] == ["found", "proposal"]


def test_every_word_of_a_table_reaches_its_place():
    when: dict[str, Any] = {
        "kinds": [*ALL], "tiers": "serious", "penalty_kinds": ["fine", "closure"],
        "authorities": " 甲局 ", "amount_over": "5", "amount_below": "9.5",
        "attributes": {"b": "true", "a": "x"}, "marked": ["m"], "unmarked": ["u"],
    }  # fmt: skip
    made = table(
        items=[item(when=when, veto="true", freeze="false", cap="20", note="注",
                    repeat={"factor": "3", "of": "penalty_kind"},
                    counts={"from": "final", "months_by_points": [
                        {"points_up_to": "40", "years": "1"}, {"months": "7"}]}),
               item(code="P2", when={"kinds": [*ALL], "amount_from": "0", "amount_up_to": "1"},
                    counts={"while": "retained"})],
        score={"base": "+60", "pass_line": "0", "deduct_max": "10.25", "add_max": "0",
               "floor": "-5", "ceiling": "60"},
        negative_when=["below_pass_line"], final_required="conviction", note="注",
        highest_only=" all ", valid_to="2026-01-01", demonstration="true", provisional="false",
    )  # fmt: skip
    first, second = made.items
    condition = first.when
    assert (condition.kinds, condition.tiers) == ({*ALL}, {"serious"})
    assert (condition.penalty_kinds, condition.authorities) == ({"fine", "closure"}, {"甲局"})
    assert (condition.attributes, condition.marked, condition.unmarked) == (
        {"a": "x", "b": "true"}, {"m"}, {"u"},
    )  # fmt: skip
    amount = condition.amount
    assert (amount.low, amount.low_inclusive, amount.high, amount.high_inclusive) == (
        5, False, Decimal("9.5"), False,
    )  # fmt: skip
    amount = second.when.amount
    assert (amount.low, amount.low_inclusive, amount.high, amount.high_inclusive) == (
        0, True, 1, True,
    )  # fmt: skip
    (band,) = first.bands
    assert band.when == Condition()
    assert (band.effect.points, band.effect.veto, band.effect.freeze) == (-10, True, False)
    assert (first.code, first.name, first.article, first.cap) == ("P1", "处罚", "第一条", 20)
    assert first.repeat == Repeat(3, RepeatOf.PENALTY_KIND)
    assert first.window == Window(CountsFrom.FINAL, (Term(12, Decimal(40)), Term(7)))
    assert second.window == Window(CountsFrom.RETAINED)
    assert (second.cap, second.repeat) == (None, None)
    assert made.score == Score(
        Decimal(60), Decimal(0), Decimal("10.25"), Decimal(0), Decimal(-5), Decimal(60)
    )
    assert made.highest_only == (frozenset({"P1", "P2"}),)
    assert (made.final_required, made.final_unknown) == ({"conviction"}, "counts")
    assert (made.demonstration, made.provisional) == (True, False)
    assert (made.evidence, made.purpose) == ("proposal", "school_admission")
    assert (str(made.valid_from), str(made.valid_to)) == ("2026-01-01", "2026-01-01")
    assert (made.code, made.name, made.source, made.district) == ("T-1", "试验表", "试验", "330106")
    assert made.negative_when == {"below_pass_line"}
    assert made.body["score"]["base"] == "+60"
    assert table().highest_only == ()
    assert table(highest_only=[]).highest_only == ()


def test_bands_of_several_families_are_each_looked_through_by_themselves():
    bands = [
        {"amount_up_to": "500", "points": "-1", "tiers": ["minor"]},
        {"amount_up_to": "900", "points": "-2", "tiers": ["serious"]},
        {"amount_over": "500", "points": "-3", "tiers": ["minor"]},
        {"amount_over": "900", "points": "-4", "tiers": ["serious"]},
        {"points": "-5"},
    ]
    assert len(table(items=[item(points=None, bands=bands)]).items[0].bands) == 5
    small = [
        {"tiers": ["minor"], "points": "1"},
        {"tiers": ["serious"], "amount_from": "0", "amount_up_to": "0.5", "points": "2"},
        {"tiers": ["serious"], "amount_over": "0.5", "amount_below": "5", "points": "0.5"},
        {"tiers": ["serious"], "amount_over": "5", "points": "4"},
        {"tiers": ["serious"], "amount_from": "5", "amount_up_to": "5", "points": "3"},
    ]
    assert len(table(items=[item(points=None, bands=small)]).items[0].bands) == 5
    holed = [*small[:3], small[3]]
    (gap,) = faults(text_of(body(items=[item(points=None, bands=holed)])))
    assert gap[:3] == ("items.P1.bands", "gap", "5元与5元之间没有归入任何一档。")
    wider = [
        {"amount_from": "100", "amount_up_to": "200", "points": "-9"},
        {"amount_from": "0", "points": "-1"},
    ]
    assert len(table(items=[item(points=None, bands=wider)]).items[0].bands) == 2


def test_a_file_has_a_largest_size_which_is_told_and_not_read_beyond():
    class Endless:
        asked = 0

        def read(self, size: int) -> bytes:
            self.asked = size
            return b"x" * size

    stream: Any = Endless()
    with pytest.raises(InvalidRules) as refused:
        read_upload(stream)
    assert stream.asked == limits.FILE_BYTES_MAX + 1
    (fault,) = refused.value.errors
    assert (fault.field, fault.code, str(fault.message)) == ("file", "too-large", "文件超过1MB。")
    with pytest.raises(InvalidRules) as refused:
        load_text("#" * (limits.FILE_BYTES_MAX + 1))
    assert [str(one.message) for one in refused.value.errors] == ["文件超过1MB。"]


def test_a_file_is_checked_against_the_tables_beside_it():
    later = text_of(body(code="T-27", valid_from="2027-02-01", valid_to=None))
    assert load_text(later)
    with pytest.raises(InvalidRules) as refused:
        load_text(later, [table()])
    assert [one.code for one in refused.value.errors] == ["gap"]


def test_a_stored_body_that_is_no_table_is_refused_with_its_faults():
    one = table()
    with pytest.raises(InvalidRules) as refused:
        table_from_body({**one.body, "source": ""}, one.digest)
    assert [(fault.field, fault.code) for fault in refused.value.errors] == [("source", "missing")]
    with pytest.raises(InvalidRules) as refused:
        table_from_body(one.body, "0" * 64)
    assert [(fault.field, fault.code) for fault in refused.value.errors] == [("body", "altered")]


def first_fault(*terms: dict[str, str]) -> tuple[str, str] | None:
    counts = {"from": "decision", "months_by_points": [dict(one) for one in terms]}
    try:
        load_text(text_of(body(items=[item(counts=counts)])))
    except InvalidRules as refused:
        return (refused.errors[0].field, refused.errors[0].code)
    return None


def test_terms_go_from_few_points_to_many_and_the_last_is_open():
    one, two, rest = (
        {"points_up_to": "9", "months": "1"}, {"points_up_to": "10", "months": "2"},
        {"months": "3"},
    )  # fmt: skip
    place = "items.P1.counts.months_by_points"
    assert first_fault(rest) is None
    assert first_fault(one, two, rest) is None
    assert first_fault(two, one, rest) == (place, "unreachable")
    assert first_fault(one, one, rest) == (place, "unreachable")
    assert first_fault(rest, one, rest) == (place, "unreachable")
    assert first_fault(rest, rest) == (place, "unreachable")
    assert first_fault(one, two) == (place, "gap")


def test_every_list_has_a_time_of_listing_and_every_sentence_an_end():
    for kinds, counts in (
        (LISTS, {"while": "current"}),
        ({"conviction", "administrative_detention"}, {"from": "sentence_end", "years": "1"}),
    ):
        when = {"kinds": sorted(str(kind) for kind in kinds)}
        assert table(items=[item(when=when, counts=counts)]).items[0].when.kinds == kinds


def test_a_look_back_is_at_most_a_hundred_years():
    told = []
    for years in ("100", "0", "101"):
        counts = {"from": "decision", "years": years}
        try:
            told.append(load_text(text_of(body(items=[item(counts=counts)])))[0].code)
        except InvalidRules as refused:
            told.append(str(refused.errors[0].message))
    assert told == ["T-1", "“years”应在1到100之间。", "“years”应在1到100之间。"]


def test_points_up_to_which_a_term_holds_are_given_as_a_size():
    counts = {"from": "decision", "months_by_points": [
        {"points_up_to": "-1", "months": "1"}, {"months": "2"}]}  # fmt: skip
    (fault,) = faults(text_of(body(items=[item(counts=counts)])))[:1]
    assert fault[:2] == ("items.P1.counts.months_by_points[1].points_up_to", "out-of-range")
