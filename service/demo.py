"""`demo load`: every part loads its own share of the demonstration, in order."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum

import click
from flask import current_app
from flask.cli import AppGroup

from service.cli_shell import fail, refusals

demo = AppGroup("demo", help="A demonstration; never in production.")


class Scale(StrEnum):
    """How large the demonstration is."""

    small = "small"
    """A little of everything: what `make run` shows."""
    district = "district"
    """A year of a district's office besides."""
    city = "city"
    """Ten times that year."""

    @property
    def times(self) -> int:
        """How many district years it holds."""
        return {Scale.small: 0, Scale.district: 1, Scale.city: 10}[self]


Loader = Callable[[Scale], Mapping[str, int]]
"""Loads a part's share and says how many of what; loading again adds nothing."""


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show how far a long step has come; call the yielded function with how much more is done."""
    with click.progressbar(length=total, label=f"{label:<28}", file=sys.stderr) as bar:
        yield bar.update


@demo.command()
@click.option("--scale", type=click.Choice([scale.value for scale in Scale]), default="small")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
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
