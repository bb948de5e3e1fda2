"""What the documentation page says before the list of calls: how to begin, told by the parts."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app

EXTENSION = "api_guides"
Given = Callable[[], Mapping[str, Any]]


def register_guide(app: Flask, template: str, given: Given) -> None:
    """Show a template, with what `given` gives it, above the list of calls."""
    app.extensions.setdefault(EXTENSION, []).append((template, given))


def guides() -> list[tuple[str, Mapping[str, Any]]]:
    """Template and values of each guide, in the order they were registered."""
    return [(name, given()) for name, given in current_app.extensions.get(EXTENSION, [])]
