"""Whatever is typed into a form or an address of a page: refused, or kept and shown as text."""

from typing import Any

import pytest
from sqlalchemy import select

from service.accounts.models import Account
from service.database import db
from tests.contract.naughty import FEW, MARKUP, SOME, ask_all
from tests.contract.pages import foreign_markup
from tests.factories.identifiers import make_resident_id

pytestmark = pytest.mark.usefixtures("rules")
SEEN = {
    "name": "张伟",
    "id_type": "resident_id",
    "id_number": make_resident_id(1),
    "document_seen": "true",
}
KIN = SEEN | {
    "relation": "child",
    "deceased_name": "张三",
    "deceased_id_type": "resident_id",
    "deceased_id_number": make_resident_id(2),
    "death_proof": "死亡证明",
    "kinship_proof": "户口簿",
}
FORMS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("clerk", "/checks/new", "subject.name", {}),
    ("clerk", "/checks/new", "subject.id_number", {}),
    ("clerk", "/checks/new", "subject.id_type", {}),
    ("clerk", "/checks/new", "basis.reference", {}),
    ("clerk", "/checks/new", "basis.kind", {}),
    ("clerk", "/checks/new", "as_of", {}),
    ("clerk", "/checks/new", "form_key", {}),
    ("clerk", "/checks/search", "number", {}),
    ("clerk", "/account/tokens", "label", {}),
    ("auditor", "/audit/entries", "object_ref", {}),
    ("auditor", "/audit/entries", "action", {}),
    ("auditor", "/audit/entries", "cursor", {}),
    ("auditor", "/audit/queries", "number", {}),
    ("admin", "/accounts/find", "name", {}),
    ("admin", "/accounts", "name", {}),
    ("admin", "/accounts", "subject_code", {}),
    ("person", "/me/contact", "display_name", {}),
    ("person", "/me/contact", "email", {"display_name": "某人"}),
    ("person", "/me/consents", "reference", {"kind": "notices"}),
    ("person", "/me/consents", "kind", {"reference": "sms"}),
    ("person", "/me/requests/new", "check", {"kind": "human_decision", "statement": "请"}),
    ("clerk", "/identities", "name", SEEN),
    ("clerk", "/identities", "id_number", SEEN),
    ("clerk", "/identities", "account", SEEN),
    ("clerk", "/identities", "greeting", SEEN),
    ("clerk", "/identities/kin", "death_proof", KIN),
    ("clerk", "/identities/kin", "deceased_name", KIN),
    ("clerk", "/me/requests/new", "statement", SEEN | {"kind": "explanation"}),
    ("clerk", "/me/requests/new", "name", SEEN | {"kind": "copy", "statement": "请"}),
    ("clerk", "/me/requests/new", "kin", SEEN | {"kind": "copy", "statement": "请"}),
]
CHECK_FORM = {
    "subject.name": "张伟",
    "subject.id_type": "resident_id",
    "subject.id_number": make_resident_id(1),
    "basis.kind": "authorisation",
    "basis.reference": "SQ-1",
    "purpose": "school_admission",
}


def shared(texts: list[str], part: int, parts: int) -> list[str]:
    """One of so many parts of the texts: what one field is not asked, the next ones are."""
    return texts[part % parts :: parts]


@pytest.mark.parametrize(
    ("part", "role", "address", "field", "rest"),
    [(part, *form) for part, form in enumerate(FORMS)],
    ids=lambda part: str(part) or "-",
)
def test_a_form_shows_again_what_was_typed_as_text(signed_in, part, role, address, field, rest):
    browser = signed_in(role)
    whole = rest | (CHECK_FORM if address == "/checks/new" else {})
    texts = [*shared(SOME, part, 4), *shared(MARKUP, part, 4)]
    ask_all(lambda text: browser.post(address, data=whole | {field: text}), texts)


@pytest.mark.parametrize("field", ["display_name", "unit"])
def test_what_an_administrator_types_is_kept_and_shown_as_text(signed_in, field):
    admin = signed_in("admin")
    numbers = iter(range(1000))

    def send(text: str) -> Any:
        sent = {"name": f"somebody-{next(numbers)}", "role": "clerk", "display_name": "某人"}
        sent["unit"] = "某单位"
        return admin.post("/accounts", data=sent | {field: text})

    taken = ask_all(send, FEW)
    assert taken
    stored = set(db.session.scalars(select(getattr(Account, field))))
    assert {text.strip() for text in taken} <= stored
    assert foreign_markup(admin.get("/accounts").text) == []


@pytest.mark.parametrize("field", ["name", "password"])
def test_any_text_at_the_sign_in_is_refused(client, field):
    whole = {"name": "nobody", "password": "not-a-password"}
    taken = ask_all(lambda text: client.post("/sign-in", data=whole | {field: text}), FEW)
    assert taken == {}


ADDRESSES = [
    ("clerk", "/checks", "cursor"),
    ("clerk", "/checks", "outcome"),
    ("clerk", "/batches", "cursor"),
    ("clerk", "/record-imports", "cursor"),
    ("clerk", "/record-imports/new", "feed"),
    ("clerk", "/records", "code"),
    ("clerk", "/subjects/doubted", "cursor"),
    ("reviewer", "/checks/review", "cursor"),
    ("auditor", "/audit/entries", "cursor"),
    ("auditor", "/audit/queries", "purpose"),
    ("admin", "/accounts", "state"),
    ("clerk", "/verify", "number"),
    ("clerk", "/sign-in", "next"),
    ("clerk", "/", "lang"),
    ("person", "/me/access-log", "cursor"),
    ("person", "/me/access-log", "whose"),
    ("person", "/me/requests/new", "kind"),
    ("clerk", "/me/requests/new", "record"),
    ("clerk", "/identities", "cursor"),
    ("clerk", "/identities/kin", "cursor"),
]


@pytest.mark.parametrize(
    ("part", "role", "address", "name"),
    [(part, *address) for part, address in enumerate(ADDRESSES)],
)
def test_any_text_in_the_address_of_a_page(signed_in, part, role, address, name):
    browser = signed_in(role)
    ask_all(lambda text: browser.get(address, query_string={name: text}), shared(SOME, part, 2))
