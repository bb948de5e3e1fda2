"""`demo load`: every part loads its own share of the demonstration, in order."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum

import click
from flask import current_app
from flask.cli import AppGroup

from service.cli_shell import fail, refusals

demo = AppGroup("demo", help="A demonstration; never in production.")


class Scale(StrEnum):
    """How large the demonstration is."""

    small = "small"


Loader = Callable[[Scale], Mapping[str, int]]
"""Loads a part's share and says how many of what; loading again adds nothing."""


@demo.command()
@click.option("--scale", type=click.Choice([scale.value for scale in Scale]), default="small")
@click.option("--json", "as_json", is_flag=True)
@refusals
def load(*, scale: str, as_json: bool) -> None:
    """Load the demonstration; what is there already stays as it is."""
    if current_app.config["SETTINGS"].in_production:
        fail("the demonstration is never loaded in production")
    summary: dict[str, int] = {}
    for loader in current_app.extensions["demo_loaders"]:
        summary.update(loader(Scale(scale)))
    click.echo(
        json.dumps(summary)
        if as_json
        else "\n".join(f"{count:>7,} {what}" for what, count in summary.items())
    )
