"""Templates and static files of the credit pages, and the words their codes are read in."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask import Flask

from credit.checks.wording import BASES, FACT_KINDS, OUTCOMES, PURPOSES
from credit.page_words import FIELD_NAMES, tier_law
from credit.records.feeds import feed_label
from credit.records.wording import TIERS
from credit.subjects.identifiers.names import TYPE_NAMES
from service.messages import Message
from service.web.assets import Assets
from service.web.i18n import render

ASSETS = Assets("credit_web", __name__, Path(__file__).parent, "/static/credit")
blueprint = ASSETS.blueprint
OUTCOME_SHAPES = {"passed": "ok", "negative": "bad", "held": "wait"}
"""The shape and colour of an outcome; the text always stands beside it."""


def _namer(words: Mapping[Any, Message]) -> Any:
    """A filter that gives a code's name; a code without one is shown as it is."""
    named = {str(code): message for code, message in words.items()}

    def name(code: StrEnum | str) -> str:
        message = named.get(str(code))
        return render(message) if message is not None else str(code)

    return name


def init_web(app: Flask) -> None:
    """Make the assets and the names of codes known to templates."""
    app.jinja_env.globals.update(credit_asset=ASSETS.address, outcome_shapes=OUTCOME_SHAPES)
    app.jinja_env.filters.update(
        purpose_name=_namer(PURPOSES),
        outcome_name=_namer(OUTCOMES),
        basis_name=_namer(BASES),
        fact_kind_name=_namer(FACT_KINDS),
        tier_name=_namer(TIERS),
        id_type_name=_namer(TYPE_NAMES),
        feed_name=lambda name: render(feed_label(name)),
        field_name=_namer(FIELD_NAMES),
        tier_law=lambda code: render(tier_law(code)),
    )
