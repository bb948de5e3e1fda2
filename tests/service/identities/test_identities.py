"""Identities: verified by another's eyes, one person one account, ended for good."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service import clock
from service.access import Role, Visitor
from service.audit import Actor, acting_as
from service.database import db
from service.identities import AccountIdentity, identity_of
from service.identities.problems import AlreadyTied, NotSeen, OwnIdentity
from service.identities.service import Seen, end, open_for, verify
from service.private import blind_index
from service.problems import InvalidInput, NotFound
from tests.factories.identifiers import make_resident_id
from tests.factories.people import WINDOW_CLERK, known_person


def seen(seed: int = 1, name: str = "李雷", **changed: object) -> Seen:
    values = {"id_type": "resident_id", "id_number": make_resident_id(seed), "document_seen": True}
    return Seen(**({"name": name} | values | changed))


def test_a_verified_person_is_found_by_the_digest_and_the_number_is_kept_nowhere(app):
    person = known_person("张三丰", 7)
    identity = identity_of(person.account)
    assert identity.subject_index == blind_index("resident_id", person.number)
    assert (identity.name, identity.is_person) == ("张三丰", True)
    assert person.number not in repr(identity) + identity.id_mask
    kept = db.session.execute(text("SELECT account_identity::text FROM account_identity")).scalar()
    assert person.number not in kept
    assert "张三丰" not in kept


def test_who_is_nobody_has_no_identity(account):
    stranger = account("person")
    assert identity_of(None) is None
    assert identity_of(stranger) is None
    clerk = account("clerk", unit="窗口")
    with acting_as(Actor(999, "x", "clerk", "窗口")):
        verify(clerk.name, seen(3))
    assert identity_of(clerk) is None, "staff identities open nothing"


def test_an_enterprise_is_the_organisation_it_speaks_for(app):
    visitor = Visitor(5, "e", Role.enterprise, "刘", "某公司", subject_code="91330106MA2000001X")
    identity = identity_of(visitor)
    assert identity.subject_index == blind_index("uscc", "91330106MA2000001X")
    assert (identity.id_mask, identity.is_person) == ("91330106MA2000001X", False)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"document_seen": False}, NotSeen),
        ({"name": "  "}, InvalidInput),
        ({"id_number": "330106199001011234"}, InvalidInput),
        ({"id_type": "uscc", "id_number": "91330106MA2000001X"}, InvalidInput),
        ({"id_type": "no-such"}, InvalidInput),
    ],
)
def test_what_the_window_did_not_see_is_refused_and_nothing_is_kept(app, given, refusal):
    with acting_as(WINDOW_CLERK), pytest.raises(refusal):
        open_for(seen(**given))
    assert db.session.query(AccountIdentity).count() == 0


def test_one_person_has_one_account_and_one_account_one_person(app, account):
    person = known_person("张三丰", 7)
    other = account("person")
    with acting_as(WINDOW_CLERK):
        for name, given in [(other.name, seen(7)), (person.account.name, seen(8))]:
            with pytest.raises(AlreadyTied):
                verify(name, given)
        for role in ("resident", "enterprise", "community"):
            with pytest.raises(InvalidInput):
                verify(account(role).name, seen(9))
        with pytest.raises(NotFound):
            verify("nobody", seen(9))
    assert identity_of(other) is None


def test_nobody_verifies_or_ends_the_own_identity(account):
    me = account("clerk", name="me", unit="窗口")
    mine = Actor(me.id, me.name, me.role, me.unit)
    with acting_as(mine), pytest.raises(OwnIdentity):
        verify("me", seen(2))
    with acting_as(WINDOW_CLERK):
        tied = verify("me", seen(2))
    with acting_as(mine), pytest.raises(OwnIdentity):
        end(tied.id, "试")


@pytest.mark.parametrize(
    ("born", "adult"),
    [(date(1990, 5, 17), date(2008, 5, 17)), (date(2008, 2, 29), date(2026, 3, 1))],
)
def test_a_child_gets_no_account(app, monkeypatch, born, adult):
    child = seen(1, id_number=make_resident_id(1, born))
    monkeypatch.setattr(clock, "today", lambda: adult - timedelta(days=1))
    with acting_as(WINDOW_CLERK), pytest.raises(InvalidInput, match="18"):
        open_for(child)
    monkeypatch.setattr(clock, "today", lambda: adult)
    with acting_as(WINDOW_CLERK):
        assert open_for(child).one_time_password


def test_an_ended_identity_shows_nothing_and_the_account_is_closed(app):
    person = known_person()
    row = db.session.query(AccountIdentity).one()
    with acting_as(WINDOW_CLERK):
        assert end(row.id, "录错了").ended_why == "录错了"
        assert end(row.id, "又一次").ended_why == "录错了"
    assert identity_of(person.account) is None
    db.session.refresh(person.account)
    assert person.account.disabled_at is not None


def test_the_database_makes_nobody_somebody_else(app):
    known_person("张三丰", 7)
    known_person("李四", 8)
    db.session.commit()
    attempts = [
        "UPDATE account_identity SET account_id = account_id + 1",
        "UPDATE account_identity SET subject_index = '\\x00'",
        "UPDATE account_identity SET standing = 'staff'",
        "DELETE FROM account_identity",
        "TRUNCATE account_identity",
        "UPDATE kin_standing SET kin_index = deceased_index",
        "DELETE FROM kin_standing",
    ]
    for attempt in attempts:
        with pytest.raises(DBAPIError, match="refused"):
            db.session.execute(text(attempt))
        db.session.rollback()
    db.session.execute(
        text("UPDATE account_identity SET ended_at = now(), ended_by = 'x', ended_why = 'y'")
    )
    with pytest.raises(DBAPIError, match="does not come back"):
        db.session.execute(
            text("UPDATE account_identity SET ended_at = NULL, ended_by = NULL, ended_why = NULL")
        )
    db.session.rollback()
