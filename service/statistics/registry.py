"""Where parts say what they count; the ground floor knows none of them."""

from flask import Flask, current_app

from service.one_look import one_look
from service.statistics.beside import Beside
from service.statistics.figures import Provider, Report, Told
from service.statistics.period import Period

EXTENSION = "statistics"


def register_figures(app: Flask, provider: Provider) -> None:
    """Add a part's chapter. Raises `ValueError` when its code is another's."""
    providers: list[Provider] = app.extensions.setdefault(EXTENSION, [])
    if any(one.code == provider.code for one in providers):
        raise ValueError(f"chapter '{provider.code}' is registered twice")
    providers.append(provider)
    providers.sort(key=lambda one: one.order)


def report(asked: Period) -> Report:
    """Every chapter of a period, each beside the same days of the year before."""
    told, beside = [], Beside(asked)
    with one_look():
        for provider in current_app.extensions.get(EXTENSION, ()):
            now, before = provider.read(beside)
            told.append(Told(now, before, tuple(provider.tell(now, before))))
    return Report(asked, tuple(told))
