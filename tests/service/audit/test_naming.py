"""What a trail shows in words: codes that have names, and what somebody typed as it is."""

import pytest

from service.audit.naming import action_name, basis, object_name, term


@pytest.mark.parametrize(
    ("name_of", "code", "name"),
    [
        (action_name, "session.opened", "登录"),
        (action_name, "nobody.named_this", "nobody.named_this"),
        (object_name, "account", "账号"),
        (term, "denied", "已拒绝"),
    ],
)
def test_codes_go_by_their_names(app, name_of, code, name):
    assert str(name_of(code)) == name


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("records.read", "依职责查看"),
        ("self", "本人"),
        ("import", "import"),
        ("西政数〔2026〕12号", "西政数〔2026〕12号"),
    ],
)
def test_a_basis_is_a_duty_by_its_name_or_what_somebody_typed(app, reference, shown):
    assert str(basis(reference)) == shown
