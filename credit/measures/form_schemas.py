"""The form that draws a measure up: three places for bases, names one a line."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from credit.measures import limits
from credit.measures.drafts import Basis, NewMeasure
from credit.measures.models import Measure
from credit.measures.schemas import NewMeasureSchema, TargetWords
from credit.measures.target import Target
from credit.measures.vocabulary import BasisLevel

BASES = ("basis1", "basis2", "basis3")
"""A form has so many places for legal bases; the API takes more."""
LINES_CHARS_MAX = 2_000
PLAIN = (
    "kind", "name", "name_en", "content", "published_url", "catalogue_item", "department",
    "term_months", "valid_from", "valid_to", "version",
)  # fmt: skip
"""Columns of a measure whose value stands in the form as it is."""


class BasisForm(Schema):
    """One place for a legal basis; left empty it is none."""

    level = fields.Enum(BasisLevel, by_value=True, load_default=BasisLevel.law)
    doc = fields.String(load_default="", validate=validate.Length(max=limits.DOC_CHARS_MAX))
    article = fields.String(load_default="", validate=validate.Length(max=limits.ARTICLE_CHARS_MAX))


class TargetForm(TargetWords):
    """Whom and what a measure is for; several names stand one a line."""

    titles = fields.String(load_default="", validate=validate.Length(max=LINES_CHARS_MAX))
    authorities = fields.String(load_default="", validate=validate.Length(max=LINES_CHARS_MAX))

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Target:
        """The target itself."""
        named = {name: _lines(data.pop(name)) for name in ("titles", "authorities")}
        words = {name: frozenset(map(str, values)) for name, values in data.items()}
        return Target(**words, **named)


class MeasureForm(NewMeasureSchema):
    """The whole form; `version` is that of the draft it changes."""

    basis1 = fields.Nested(BasisForm, load_default=dict)
    basis2 = fields.Nested(BasisForm, load_default=dict)
    basis3 = fields.Nested(BasisForm, load_default=dict)
    target = fields.Nested(TargetForm, load_default=Target)
    version = fields.Integer(load_default=None)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The measure, and the version it was changed from."""
        version = data.pop("version")
        told = [data.pop(name) for name in BASES]
        bases = tuple(
            Basis(one["level"], one["doc"], one["article"])
            for one in told
            if one.get("doc") or one.get("article")
        )
        return {"version": version, "measure": NewMeasure(**data | {"legal_basis": bases})}


def as_form(measure: Measure) -> dict[str, Any]:
    """A draft as the form shows it."""
    values: dict[str, Any] = {name: getattr(measure, name) for name in PLAIN}
    for name, basis in zip(BASES, measure.legal_basis, strict=False):
        values |= {f"{name}.{part}": text for part, text in basis.items()}
    for part, names in measure.target.items():
        lines = part in ("titles", "authorities")
        values[f"target.{part}"] = "\n".join(names) if lines else names
    return values


def _lines(text: str) -> frozenset[str]:
    return frozenset(line.strip() for line in text.splitlines() if line.strip())
