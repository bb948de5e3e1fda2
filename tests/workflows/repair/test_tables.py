"""The dated tables: whole, with source and evidence, and what no table covers is an error."""

from datetime import date

import pytest
import yaml

import workflows.repair.shell  # noqa: F401 - registers the definitions
from credit.records.dated import NotCovered
from credit.rules.vocabulary import Evidence, FactKind
from workflows.engine.registry import definition
from workflows.repair.dated_tables import TABLES, ban_on, materials_on, payment_on, scope_on
from workflows.repair.schemas import CASE_TYPES
from workflows.repair.wording import GROUNDS

DAY = date(2026, 11, 27)


def test_every_kind_of_record_has_a_case_type_or_a_word_where_to_go():
    scope = scope_on(DAY)
    covered = {kind for rule in scope.types.values() for kind in rule.kinds}
    assert covered | set(scope.elsewhere) == set(FactKind)
    assert covered & set(scope.elsewhere) == set()


@pytest.mark.parametrize("case_type", CASE_TYPES)
def test_every_case_type_has_a_definition_of_the_same_purpose(case_type):
    assert scope_on(DAY).types[case_type].code == case_type
    assert definition(case_type).purpose == "repair"


def test_the_ban_is_three_years_by_the_old_rule_and_says_so():
    rule = ban_on(DAY)
    assert (rule.months, rule.evidence) == (36, Evidence.UNVERIFIED)
    [row] = yaml.safe_load((TABLES / "ban.yaml").read_text(encoding="utf-8"))["bans"]
    assert row["old_rule"] is True


def test_the_grounds_of_the_ban_are_grounds_of_a_revocation():
    [ground] = definition("revocation").actions["notify_party"].fields
    assert ban_on(DAY).grounds < set(ground.choices)
    assert set(GROUNDS) == set(ground.choices)


@pytest.mark.parametrize("lookup", [scope_on, ban_on, payment_on, materials_on])
def test_a_day_no_table_covers_is_an_error(lookup):
    with pytest.raises(NotCovered):
        lookup(date(2000, 1, 1))
