"""What queries add to every page: the navigation."""

from flask import Flask

from service.audit.naming import basis, name_audit_terms
from service.messages import msg
from service.web.i18n import render
from service.web.shell import shell_of


def init_queries(app: Flask) -> None:
    """Register the entries of the navigation."""
    shell = shell_of(app)
    shell.nav_item(msg("信用查询"), "queries.new", "queries.page", shortcut="Alt+Z", quick=True,
                   order=11)  # fmt: skip
    shell.nav_item(msg("窗口查询"), "window_queries.new", "queries.window", shortcut="Alt+M",
                   quick=True, order=12)  # fmt: skip
    shell.nav_item(msg("查询自己"), "queries.own", "queries.own", quick=True, order=29)
    shell.nav_item(msg("查询记录"), "queries.index", "queries.read", order=33)
    shell.nav_item(msg("查询授权"), "query_grants.index", "authorisations.read", order=34)
    shell.nav_item(msg("公示查询"), "public_queries.search", "queries.public", order=89)
    name_audit_terms(pages={"CX": "queries.show", "SQ": "query_grants.show"})
    app.jinja_env.filters["plain_ground"] = lambda reference: render(basis(reference))
    shell.public_link(msg("公示查询"), "public_queries.search")
