"""A draft of next years' table, tried on the checks of the demonstration."""

from pathlib import Path

from flask import current_app

import credit.rules
from credit.checks.preview import service
from credit.checks.preview.draft import draft_of_file
from credit.checks.preview.run import run
from credit.rules.vocabulary import Purpose
from service.audit import Actor, acting_as
from service.settings import Settings

RULES = Path(credit.rules.__file__).parent / "tables"
FILENAME = "demo-next.yaml"
CHANGES = (
    ("code: XH-DEMO", "code: XH-NEXT"),
    ("指标（演示）", "指标（2031年草案，演示）"),
    ("valid_from: 2024-01-01", "valid_from: 2031-01-01"),
    ("valid_to: 2030-12-31", "valid_to: 2035-12-31"),
    ("[serious], points: -10", "[serious], points: -15"),
    (
        "{tiers: [general], points: -3}",
        "{tiers: [general], amount_from: 20000, points: -3}\n      - {tiers: [general], points: 0}",
    ),
    ("[minor], points: 0", "[minor], points: -1"),
    ("counts: {while: published}", "counts: {from: decision, years: 5}"),
)
"""What the draft makes milder and what harder, so that both ways show."""


def try_next_rules(actor: Actor) -> None:
    """Try the draft for two purposes; nothing but the previews is written."""
    text = (RULES / "xh-demo.yaml").read_text("utf-8")
    for old, new in CHANGES:
        text = text.replace(old, new)
    settings: Settings = current_app.config["SETTINGS"]
    with acting_as(actor):
        for purpose in (Purpose.SCHOOL_ADMISSION, Purpose.ENTERPRISE_REVIEW):
            draft = draft_of_file(text, FILENAME, purpose, settings.district)
            run(service.start(draft, by_job=False).id)
