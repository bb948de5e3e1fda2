"""The catalogue for everybody: what earns points, what changes, and how it was before."""

from flask import Blueprint, Response, render_template

from scoring.catalogue.models import Catalogue
from scoring.catalogue.present import coming
from scoring.catalogue.problems import NoCatalogueCovers
from scoring.catalogue.service import table_of_version, version_in_force, version_of, versions
from scoring.catalogue.wording import (
    BASES,
    description_of,
    facts_of,
    name_of,
    points_in_words,
)
from scoring.catalogue.writing import as_yaml
from scoring.communities.models import Community
from scoring.communities.scope import community_here
from service import clock
from service.access import allow, current_account, may
from service.problems import Problem
from service.web.downloads import made_file
from service.web.row_ids import ROW_ID

pages = Blueprint("points_catalogue", __name__, url_prefix="/points/<code>/catalogue")
ACTION = "points.catalogue"
MANAGE = "points.manage"
WORDS = {
    "description_of": description_of,
    "facts_of": facts_of,
    "name_of": name_of,
    "points_in_words": points_in_words,
}


@pages.get("")
@allow(ACTION)
def show(code: str) -> str:
    """The catalogue in force today, and what is announced."""
    community = community_here(code, ACTION)
    today = clock.today()
    try:
        row = version_in_force(community.code, today)
    except NoCatalogueCovers as problem:
        return _page(community, None, nothing=problem)
    return _page(community, row, now=True)


@pages.get(f"/versions/<{ROW_ID}:version>")
@allow(ACTION)
def show_version(code: str, version: int) -> str:
    """One version, as it was or will be."""
    community = community_here(code, ACTION)
    return _page(community, version_of(community.code, version))


@pages.get(f"/versions/<{ROW_ID}:version>.yaml")
@allow(ACTION)
def download(code: str, version: int) -> Response:
    """One version as a file that can be adopted elsewhere."""
    community = community_here(code, ACTION)
    row = version_of(community.code, version)
    name = f"{community.code}-{version}.yaml"
    return made_file(as_yaml(row.content).encode(), "application/yaml; charset=utf-8", name)


def manages(community: Community) -> bool:
    """True when the caller is a manager of that very community."""
    account = current_account()
    return account is not None and may(account, MANAGE) and account.community_code == community.code


def _page(
    community: Community,
    row: Catalogue | None,
    *,
    now: bool = False,
    nothing: Problem | None = None,
) -> str:
    table = table_of_version(row) if row else None
    today = clock.today()
    ahead = list(coming(row, table, today)) if row and table and now else []
    return render_template(
        "catalogue/show.html",
        community=community,
        row=row,
        table=table,
        ahead=ahead,
        today=today,
        history=versions(community.code),
        bases=BASES,
        manager=manages(community),
        now=now,
        nothing=nothing,
        **WORDS,
    )
