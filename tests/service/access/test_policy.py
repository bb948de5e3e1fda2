"""The policy table and what is read from it."""

import pytest

from service.access import Role, Scope, Visitor, allow, load_policy, may, scope_of
from service.access.policy import PolicyError, _rule


def visitor(role: Role) -> Visitor:
    return Visitor(1, "li", role, "李", "", None, None)


@pytest.mark.parametrize(
    "entry", [{"wizard": "all"}, {"clerk": "everything"}, "sometimes", None, ["clerk"]]
)
def test_an_unknown_role_or_scope_stops_the_build(entry):
    with pytest.raises(PolicyError):
        _rule("probe", entry)


def test_an_unknown_action_stops_the_build():
    with pytest.raises(PolicyError, match="not in policy"):
        allow("probe.unheard_of")


def test_what_is_public_is_open_to_all_and_scoped_as_public():
    assert may(None, "certificates.verify")
    assert scope_of(None, "certificates.verify") is Scope.public
    assert all(may(visitor(role), "certificates.verify") for role in Role)


def test_who_may_not_has_no_scope():
    assert not may(None, "checks.create")
    assert not may(visitor(Role.department), "checks.create")
    for caller in (None, visitor(Role.department)):
        with pytest.raises(PolicyError):
            scope_of(caller, "checks.create")


def test_an_enterprise_sees_only_itself_wherever_it_sees_records():
    assert scope_of(visitor(Role.enterprise), "records.read") is Scope.own


def test_nobody_confirms_but_a_reviewer():
    """No negative result leaves the office without one."""
    assert set(load_policy()["checks.confirm"].scopes) == {Role.reviewer}


@pytest.mark.parametrize("action", ["checks.create", "checks.read", "batches.create"])
def test_those_outside_the_office_reach_no_persons_data(action):
    outside = {Role.enterprise, Role.community, Role.department}
    assert outside.isdisjoint(load_policy()[action].scopes)
