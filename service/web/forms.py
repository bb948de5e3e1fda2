"""Forms of pages: read by a marshmallow schema, shown again with every fault beside its field.

    form, data = read_form(CheckSchema())
    if data is None:
        return render_template("checks/new.html", form=form), 422
    try:
        check = create_check(**data)
    except Problem as problem:
        return render_template("checks/new.html", form=form.refused(problem)), problem.status

What the person typed stays in the form. A field `subject.name` of a form is
`name` inside `subject` in the schema.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from service.messages import Message, msg
from service.problems import FieldError, Problem
from service.web.field_messages import explain

WHOLE_FORM = ""
"""The name under which faults are kept that belong to no single field."""
FORM_TOKEN = "csrf_token"  # noqa: S105 - the name of a field


@dataclass(frozen=True)
class Form:
    """What a form shows: what was typed, and what is wrong with it."""

    values: MultiDict[str, str] | Mapping[str, Sequence[str]] = field(
        default_factory=dict, repr=False
    )
    errors: Mapping[str, Sequence[Message]] = field(default_factory=dict)
    detail: Message | None = None
    """The sentence above the list of faults, when the refusal gave one."""

    def __post_init__(self) -> None:
        typed = self.values.lists() if isinstance(self.values, MultiDict) else self.values.items()
        kept = {name: _texts(value) for name, value in typed if name != FORM_TOKEN}
        object.__setattr__(self, "values", kept)

    @classmethod
    def blank(cls, **initial: object) -> "Form":
        """A fresh form; `initial` holds suggested values, None meaning empty."""
        given = {name: _texts(value) for name, value in initial.items() if value is not None}
        return cls(given)

    def value(self, name: str, default: str = "") -> str:
        """The text of a field."""
        texts = self.values.get(name)
        return texts[0] if texts else default

    def chosen(self, name: str, option: object) -> bool:
        """True when the option of a select, radio group or checkbox is chosen."""
        return str(option) in self.values.get(name, ())

    def emptied(self, name: str) -> "Form":
        """The same form without what was typed into a field, where it is not to be shown again."""
        return replace(self, values={**self.values, name: [""]})

    def errors_of(self, name: str) -> Sequence[Message]:
        """What is wrong with one field."""
        return self.errors.get(name, ())

    @property
    def valid(self) -> bool:
        """True when nothing is wrong."""
        return not self.errors and self.detail is None

    @property
    def first_invalid(self) -> str | None:
        """The field that the cursor goes to after a refusal."""
        return next((name for name in self.errors if name != WHOLE_FORM), None)

    def refused(self, problem: Problem) -> "Form":
        """The same form with a refusal's faults beside the fields they name."""
        faults: dict[str, list[Message]] = {}
        for error in problem.errors:
            faults.setdefault(error.field, []).extend(_sentences(error))
        return replace(self, errors=faults, detail=problem.detail)


def read_form(
    schema: Schema,
    typed: MultiDict[str, str] | None = None,
    files: Mapping[str, Any] | None = None,
) -> tuple[Form, dict[str, Any] | None]:
    """Read the current request (or `typed` and `files`) by a schema.

    Gives the form to show again and the loaded data, which is None when the form is refused.
    A field left empty counts as not given; surrounding blanks are dropped, but not those of
    a `load_only` field, which is a password. What the schema does not know is left out of the
    data: forms carry more than fields, such as the page to go to next.
    """
    typed = request.form if typed is None else typed
    files = request.files if files is None else files
    form = Form(typed)
    nested = _nest(form.values, schema)
    for name, upload in files.items():
        if _declared(schema, name) is not None and getattr(upload, "filename", None):
            _put(nested, name, upload)
    try:
        data: dict[str, Any] = schema.load(nested)
    except ValidationError as error:
        faults: dict[str, list[Message]] = {}
        for name, message in _flatten(error.messages):
            faults.setdefault(name, []).append(message)
        return replace(form, errors=faults), None
    return form, data


def _texts(value: object) -> list[str]:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [str(one) for one in value]
    return [str(value)]


def _sentences(error: FieldError) -> Iterator[Message]:
    if error.row is None:
        yield error.message
    else:
        yield msg("第 {row} 行：{message}", row=error.row, message=error.message)
    if error.remedy is not None:
        yield error.remedy


def _nest(values: Mapping[str, Sequence[str]], schema: Schema) -> dict[str, Any]:
    """`{"subject.name": ["甲"]}` as `{"subject": {"name": "甲"}}`, without what was left empty."""
    nested: dict[str, Any] = {}
    for name, texts in values.items():
        declared = _declared(schema, name)
        if declared is None or isinstance(declared, fields.Raw):  # a text in a file's place is none
            continue
        _group(nested, name)
        given = [text if declared.load_only else text.strip() for text in texts if text.strip()]
        if given:
            _put(nested, name, given if isinstance(declared, fields.List) else given[0])
    return nested


def _group(nested: dict[str, Any], name: str) -> dict[str, Any]:
    """The group a dotted name belongs to, made if need be, so that its fields are told apart."""
    place = nested
    for step in name.split(".")[:-1]:
        inner = place.setdefault(step, {})
        # Where a field and a group share a name the group goes nowhere; the schema sees the field.
        place = inner if isinstance(inner, dict) else {}
    return place


def _put(nested: dict[str, Any], name: str, value: object) -> None:
    _group(nested, name)[name.rpartition(".")[2]] = value


def _declared(schema: Schema, name: str) -> fields.Field[Any] | None:
    first, _, rest = name.partition(".")
    declared = next(
        (known for key, known in schema.fields.items() if first == (known.data_key or key)), None
    )
    if not rest:
        return declared
    return _declared(declared.schema, rest) if isinstance(declared, fields.Nested) else None


def _flatten(messages: Any, path: str = "") -> Iterator[tuple[str, Message]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            step = "" if key == "_schema" else str(key)
            yield from _flatten(inner, ".".join(part for part in (path, step) if part))
    elif isinstance(messages, (list, tuple)):
        for inner in messages:
            yield from _flatten(inner, path)
    else:
        yield path, explain(messages)
