"""Good faith comes in by its feed, brings incentives, and is never counted by a check."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.checks import service as checks
from credit.checks.models import BasisKind, Check
from credit.checks.service import NewCheck
from credit.records import deciding
from credit.records.importing.begin import start_import
from credit.records.importing.run import run_import
from credit.records.models import Record
from credit.records.problems import TierUndecidable
from credit.rules.evaluate import evaluate
from credit.rules.load import load_text
from credit.rules.problems import InvalidRules
from credit.rules.vocabulary import FactKind, Purpose, Tier
from credit.subjects.identifiers import IdType
from service import clock
from service.database import db
from service.months import add_months
from tests.credit.checks.conftest import (
    TABLES,
    put_record,
    put_subject,
    rules,  # noqa: F401 - a fixture
)
from tests.credit.measures.conftest import INCENTIVE, applications, honour, in_force, states
from tests.credit.rules.strategies import facts
from tests.examples import some
from tests.factories.identifiers import make_uscc
from tests.factories.records import csv_of

DEMO = (TABLES / "xh-demo.yaml").read_text(encoding="utf-8")
TODAY = clock.today()
UNTIL = add_months(TODAY, 12).isoformat()
ROW = {
    "荣誉名称": "A级纳税人",
    "主体名称": "杭州甲有限公司",
    "统一社会信用代码": make_uscc(1),
    "认定文号": "杭税信〔2026〕1号",
    "认定日期": TODAY.isoformat(),
    "有效期至": UNTIL,
    "认定机关": "国家税务总局杭州市西湖区税务局",
    "状态": "有效",
}


def bring_in(**values: str) -> list[Record]:
    content = io.BytesIO(csv_of([ROW | values]))
    run_import(start_import(content, "honours.csv", "honours").id)
    db.session.expire_all()
    return db.session.query(Record).all()


def test_an_honour_is_imported_proposed_and_with_its_withdrawal_lifted(app):
    in_force(INCENTIVE)
    [record] = bring_in()
    assert (record.kind, record.title, record.tier) == ("honour", "A级纳税人", None)
    assert (record.repairable_from, str(record.retain_until)) == (None, UNTIL)
    assert states() == [("proposed", None)]
    assert applications()[0].proposed_because.startswith("import:")
    bring_in(状态="撤销")
    assert states() == [("lifted", "revoked")]
    with pytest.raises(TierUndecidable):
        deciding.decide_tier(record.id, Tier.SERIOUS, "误操作")


@pytest.mark.parametrize("place", ["item", "band", "finality"])
def test_no_rule_table_may_name_good_faith(place):
    text = {
        "item": DEMO.replace("kinds: [defaulter_list]", "kinds: [defaulter_list, honour]"),
        "band": DEMO.replace("kinds: [conviction]", "kinds: honour"),
        "finality": DEMO.replace("final_required: [", "final_required: [honour, "),
    }[place]
    assert text != DEMO
    with pytest.raises(InvalidRules) as refused:
        load_text(text)
    assert "honour-not-counted" in [error.code for error in refused.value.errors]


@settings(max_examples=some(60))
@given(
    st.lists(facts(), max_size=4, unique_by=lambda fact: fact.record_id),
    st.lists(facts(kind=FactKind.HONOUR), min_size=1, max_size=3),
)
def test_honours_beside_any_facts_change_no_result(others, honours):
    others = [fact for fact in others if fact.kind is not FactKind.HONOUR]
    good = [replace(one, record_id=10**7 + at) for at, one in enumerate(honours)]
    for table in load_text(DEMO):
        day = max(table.valid_from, min(clock.today(), table.valid_to))
        without, beside = evaluate(table, others, day), evaluate(table, [*others, *good], day)
        for name in ("outcome", "total", "veto", "freeze", "held_by"):
            assert getattr(beside, name) == getattr(without, name)
        counted = [line.record_id for line in without.lines if line.counted]
        assert [line.record_id for line in beside.lines if line.counted] == counted


@pytest.mark.usefixtures("rules")
def test_a_check_of_somebody_honoured_is_that_of_somebody_who_is_not():
    made = []
    for place, honoured in ((1, True), (2, False)):
        company = put_subject("杭州甲有限公司", make_uscc(place), IdType.USCC)
        put_record(company)
        if honoured:
            honour(company, disputed=True, decided_on=None)
        new = NewCheck(
            Purpose.ENTERPRISE_REVIEW,
            company.name,
            IdType.USCC,
            company.code,
            BasisKind.authorisation,
            "SQ-1",
        )
        made.append(checks.create_check(new))
    honoured, plain = made
    for name in ("outcome", "points", "on_file", "hold_reasons"):
        assert getattr(honoured, name) == getattr(plain, name)
    kinds = [{fact["kind"] for fact in check.snapshot["facts"]} for check in made]
    assert kinds == [{"administrative_penalty"}] * 2
    assert db.session.query(Check).count() == len(made)
