"""The words in which people read the query log: who looked, and at which fields."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app

from service.audit.models import QueryLogEntry
from service.audit.naming import as_it_is, basis, term
from service.messages import Message, listed, msg
from service.rights.me import Me
from service.web.context import ROLE_NAMES

EXTENSION = "rights_field_names"
ROLES: Mapping[str, Message] = {
    **{role.value: name for role, name in ROLE_NAMES.items()},
    "public": msg("公众"),
    "system": msg("系统"),
}
FIELDS: Mapping[str, Message] = {
    "account": msg("账号"),
    "access_log": msg("查询记录"),
    "messages": msg("消息"),
    "consents": msg("同意"),
    "kin": msg("亲属登记"),
}
OUTCOMES: Mapping[str, tuple[str, Message]] = {
    "answered": ("info", msg("已提供")),
    "denied": ("ok", msg("已拒绝，没有提供")),
}
"""Outcome -> kind of badge and its text."""


def name_fields(app: Flask, names: Mapping[str, Message], *, kind: str = "") -> None:
    """Name the fields a part logs as returned; with a kind of subject only those of that kind."""
    known = app.extensions.setdefault(EXTENSION, {})
    known.update({(kind, code): name for code, name in names.items()})


def role_of(code: str) -> Message:
    """The name of a role, of the public or of the service itself."""
    return ROLES.get(code) or as_it_is(code)


def field_of(code: str, kind: str = "") -> Message:
    """The name of a field; else what the trails call it, its code where nobody named it."""
    named: Mapping[tuple[str, str], Message] = current_app.extensions.get(EXTENSION, {})
    return named.get((kind, code)) or named.get(("", code)) or FIELDS.get(code) or term(code)


def fields_of(entry: QueryLogEntry) -> Message:
    """The fields a look returned."""
    if not entry.fields:
        return msg("没有提供任何内容")
    return listed(field_of(str(code), entry.subject_kind) for code in entry.fields)


def who(entry: QueryLogEntry, me: Me) -> Message:
    """Who looked, as the person looked at may know."""
    if entry.operator_id == me.account.id:
        return msg("您自己")
    if entry.operator_role in {"public", "system"}:
        return role_of(entry.operator_role)
    return as_it_is(entry.operator_name)


def shown(entry: QueryLogEntry, me: Me) -> dict[str, Any]:
    """A look with its words, for pages and answers alike."""
    own = entry.operator_id == me.account.id
    return {
        "id": entry.id,
        "at": entry.at,
        "who": who(entry, me),
        "own": own,
        "unit": entry.operator_unit,
        "role": role_of(entry.operator_role),
        "basis": term(entry.basis_kind),
        "reference": basis(entry.basis_reference),
        "purpose": term(entry.purpose),
        "fields": fields_of(entry),
        "channel": msg("网页") if own and entry.channel == "page" else term(entry.channel),
        "outcome": entry.outcome,
        "outcome_name": OUTCOMES[entry.outcome][1],
        "badge": OUTCOMES[entry.outcome],
        "object_ref": entry.object_ref,
    }
