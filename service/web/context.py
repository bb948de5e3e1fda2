"""What every template can use: the account, the navigation, the language, dates and numbers."""

from datetime import date, datetime
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from flask_babel import format_date
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from service import clock
from service.access import Role, current_account, may
from service.messages import Message, msg
from service.web import plot
from service.web.cells import drawn_cell, number
from service.web.charts import drawn_bar_chart, drawn_line_chart, drawn_table, drawn_year_chart
from service.web.columns import drawn_columns
from service.web.i18n import LANGUAGES, QUERY_KEY, language, language_tag, render
from service.web.registry import shell_of

ROLE_NAMES = {
    Role.clerk: msg("窗口办理员"),
    Role.reviewer: msg("复核员"),
    Role.department: msg("部门用户"),
    Role.enterprise: msg("企业用户"),
    Role.community: msg("社区管理员"),
    Role.auditor: msg("审计员"),
    Role.admin: msg("系统管理员"),
    Role.resident: msg("社区居民"),
    Role.shopkeeper: msg("兑换点店员"),
    Role.person: msg("个人用户"),
}


def office_name() -> str:
    """The office's name in the reader's language."""
    settings = current_app.config.get("SETTINGS")
    if settings is None:
        return render(msg("信用专窗"))
    return str(settings.issuer_en if language() == "en" else settings.issuer_zh)


def role_name(role: Role | str) -> str:
    """The name of a role in the reader's language."""
    return render(ROLE_NAMES[Role(role)])


def whole(text: object) -> Markup:
    """Filter `whole`: a date, a number or a name that must not be broken over two lines."""
    return Markup(f'<span class="nowrap">{escape(text)}</span>') if text else Markup("")  # noqa: S704


def office_time(moment: datetime | None) -> Markup:
    """A moment on the office's wall clock, to the minute, on one line; empty for None."""
    return whole(moment and f"{clock.at_office(moment):%Y-%m-%d %H:%M}")


def long_date(day: date) -> str:
    """A date with its weekday, written out in the reader's language."""
    return str(format_date(day, "full"))


def switch_url(code: str) -> str:
    """This page in another language; the home page where this one cannot be read by GET."""
    rule = request.url_rule
    if request.endpoint is None or rule is None or "GET" not in (rule.methods or ()):
        return f"/?{QUERY_KEY}={code}"
    return here(**{QUERY_KEY: code})


def here(page: str | None = None, **changed: str | None) -> str:
    """The address of this page with arguments of its query changed; None takes one away.

    `page` is the endpoint to read where this one only takes a form. What the query holds stays
    in the query: `url_for` would take some names for its own.
    """
    arguments: dict[str, object] = {**request.args.to_dict(flat=False), **changed}
    kept = {name: value for name, value in arguments.items() if value is not None}
    if page is None or page == request.endpoint:
        path = url_for(request.endpoint or "", **(request.view_args or {}))
    else:
        path = url_for(page)
    return f"{path}?{urlencode(kept, doseq=True, safe='/:,')}" if kept else path


def is_current(endpoint: str) -> bool:
    """True for the entry of the navigation under which the page shown lies, and no other."""
    if "current_entry" not in g:
        g.current_entry = _current_entry()
    return bool(endpoint == g.current_entry)


def _current_entry() -> str | None:
    paths = {
        item.endpoint: url_for(item.endpoint) for item in shell_of().nav_for(current_account())
    }
    if request.endpoint in paths:
        return request.endpoint
    here = request.path.rstrip("/") + "/"
    above = [name for name, path in paths.items() if here.startswith(path.rstrip("/") + "/")]
    return max(above, key=lambda name: len(paths[name]), default=None)


def has_endpoint(endpoint: str) -> bool:
    """True when the service has this page."""
    return endpoint in current_app.view_functions


def translated(value: Message | str) -> str:
    """Filter `tr`: a `Message` or a source text in the reader's language; markup as it is."""
    return value if isinstance(value, Markup) else render(value)


def init_context(app: Flask) -> None:
    """Make the helpers known to all templates; a misspelt variable is an error, not a blank."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        tr=translated, office_time=office_time, long_date=long_date, number=number, whole=whole
    )
    env.globals.update(
        current_account=current_account,
        drawn_bar_chart=drawn_bar_chart,
        drawn_cell=drawn_cell,
        drawn_columns=drawn_columns,
        drawn_line_chart=drawn_line_chart,
        drawn_table=drawn_table,
        drawn_year_chart=drawn_year_chart,
        has_endpoint=has_endpoint,
        here=here,
        is_current=is_current,
        language=language,
        language_tag=language_tag,
        languages=LANGUAGES,
        may=may,
        office_name=office_name,
        plot=plot,
        role_name=role_name,
        shell=shell_of,
        switch_url=switch_url,
        today=clock.today,
    )
