"""REST of the catalogue: what earns points on a day, for anybody to read."""

from typing import Any

from scoring.catalogue.present import present_catalogue
from scoring.catalogue.schemas import CatalogueAnswer, OnArguments
from scoring.catalogue.service import table_of_version, version_in_force
from scoring.communities.scope import community_here
from service import clock
from service.access import allow
from service.api.errors import say
from service.api.shell import api_blueprint

blueprint = api_blueprint("catalogue_api", __name__, "积分目录 Catalogue")


@blueprint.get("/communities/<code>/catalogue")
@allow("points.catalogue")
@blueprint.arguments(OnArguments, location="query")
@blueprint.response(200, CatalogueAnswer)
def read_catalogue(arguments: dict[str, Any], code: str) -> Any:
    """The catalogue in force on a day, and the changes announced for later."""
    community = community_here(code, "points.catalogue")
    on = arguments["on"] or clock.today()
    row = version_in_force(community.code, on)
    return present_catalogue(row, table_of_version(row), on, say)
