"""What may stand in the register, and what a constraint needs before it takes effect."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from credit.measures import register
from credit.measures.catalogue import edition_on
from credit.measures.drafts import Basis, faults_of, lacks_of
from credit.measures.problems import MeasureMoved, MeasureNotAllowed, MeasureUngrounded
from credit.measures.target import Target
from credit.measures.vocabulary import BasisLevel
from service import clock
from service.database import db
from tests.credit.measures.conftest import CONSTRAINT, INCENTIVE

PERSON = frozenset({"natural_person"})


def target(*kinds: str, whom: frozenset[str] = frozenset({"organisation"}), **more) -> Target:
    return Target(subject_kinds=whom, kinds=frozenset(kinds), **more)


REFUSED = {
    "not-on-list": replace(CONSTRAINT, catalogue_item="travel_ban"),
    "by-others": replace(CONSTRAINT, catalogue_item="market_rating"),
    "beyond-item": replace(CONSTRAINT, target=target("administrative_penalty", whom=PERSON)),
    "good-faith": replace(CONSTRAINT, target=target("honour")),
    "not-good-faith": replace(INCENTIVE, target=target("administrative_penalty")),
    "basic-services": replace(
        CONSTRAINT,
        name="限制子女入学",
        catalogue_item="honours",
        target=target("defaulter_list", whom=PERSON),
    ),
    "personal-score": replace(
        CONSTRAINT,
        content="信用分较低的不予评优",
        catalogue_item="honours",
        target=target("defaulter_list", whom=PERSON),
    ),
    "petitions": replace(CONSTRAINT, content="越级信访的加强检查"),
    "for-incentives": replace(
        CONSTRAINT, target=target("administrative_penalty", without=frozenset({"other"}))
    ),
    "before-start": replace(CONSTRAINT, valid_to=CONSTRAINT.valid_from.replace(year=2025)),
    "missing": replace(CONSTRAINT, target=target()),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_the_list_does_not_allow_is_refused_with_the_reason(code):
    faults = faults_of(REFUSED[code], edition_on(clock.today()))
    assert code in [fault.code for fault in faults]


def test_what_the_list_allows_is_not_refused():
    edition = edition_on(clock.today())
    assert faults_of(CONSTRAINT, edition) == []
    assert faults_of(INCENTIVE, edition) == []
    # School admission is a word of basic services for persons alone.
    assert faults_of(replace(CONSTRAINT, name="检查入学培训机构"), edition) == []


UNGROUNDED = {
    "catalogue_item": {"catalogue_item": None},
    "legal_basis": {"legal_basis": ()},
    "published_url": {"published_url": None},
}


UNFIT = (
    [],
    [{"level": "law", "doc": "《某法》"}],
    [{"level": "law", "doc": "《某法》", "article": " "}],
    [{"level": "notice", "doc": "《某通知》", "article": "一"}],
    [CONSTRAINT.legal_basis[0].to_json(), {}],
)
"""Legal bases on which no constraint can rest."""


def test_a_constraint_says_at_once_everything_it_lacks():
    bare = replace(CONSTRAINT, catalogue_item=None, legal_basis=(), published_url="www.x.cn")
    assert [lack.field for lack in lacks_of(bare)] == list(UNGROUNDED)
    blank = replace(CONSTRAINT, legal_basis=(Basis(BasisLevel.law, "《某法》", " "),))
    assert [lack.code for lack in lacks_of(blank)] == ["incomplete"]
    assert lacks_of(replace(INCENTIVE, published_url=None)) == []


def test_without_basis_item_or_address_neither_service_nor_database_brings_it_into_force(app):
    for field, values in UNGROUNDED.items():
        measure = register.draw_up(replace(CONSTRAINT, **values))
        with pytest.raises(MeasureUngrounded) as refused:
            register.activate(measure.number)
        assert [error.field for error in refused.value.errors] == [field]
        assert _forced("state = 'active'", measure.id) is False
    draft = register.draw_up(CONSTRAINT)
    for basis in UNFIT:
        told = json.dumps(basis, ensure_ascii=False)
        assert _forced(f"state = 'active', legal_basis = '{told}'", draft.id) is False
    assert _forced("state = 'active', published_url = 'hzxh.gov.cn'", draft.id) is False
    active = register.activate(draft.number)
    assert _forced("published_url = NULL", active.id) is False
    assert _forced("state = 'ended'", active.id) is True


def _forced(values: str, measure_id: int) -> bool:
    """Whether raw SQL gets past the database."""
    try:
        db.session.execute(text(f"UPDATE measure SET {values} WHERE id = {measure_id}"))
        db.session.rollback()
    except DBAPIError:
        db.session.rollback()
        return False
    return True


def test_a_draft_is_revised_by_version_and_what_is_published_stays(app):
    measure = register.draw_up(CONSTRAINT)
    with pytest.raises(MeasureNotAllowed):
        register.revise(measure.number, 1, REFUSED["not-on-list"])
    changed = register.revise(measure.number, 1, replace(CONSTRAINT, term_months=12))
    assert (changed.version, changed.term_months) == (2, 12)
    with pytest.raises(MeasureMoved):
        register.revise(measure.number, 1, CONSTRAINT)
    register.activate(measure.number)
    with pytest.raises(MeasureMoved):
        register.revise(measure.number, 3, CONSTRAINT)
    with pytest.raises(MeasureMoved):
        register.activate(measure.number)
    register.end(measure.number, "不再需要")
    with pytest.raises(MeasureMoved):
        register.end(measure.number, "不再需要")
