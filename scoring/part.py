"""Community points as a part: voluntary, plus-only, a world of its own."""

from scoring import walls
from scoring.boards import api as boards_api
from scoring.boards import lobby_pages, score_pages
from scoring.boards import pages as board_pages
from scoring.boards.pages import init_boards
from scoring.catalogue import api as catalogue_api
from scoring.catalogue import cli as catalogue_cli
from scoring.catalogue import edit_pages as catalogue_edit_pages
from scoring.catalogue import models as catalogue_models
from scoring.catalogue import pages as catalogue_pages
from scoring.catalogue import rules_pages as catalogue_rules_pages
from scoring.catalogue.shell import init_catalogue
from scoring.cli import scoring
from scoring.communities import api as communities_api
from scoring.communities import cli as communities_cli
from scoring.communities import (
    home_pages,
    me_pages,
    member_pages,
    place_file_pages,
    place_pages,
)
from scoring.communities import jobs as communities_jobs
from scoring.communities import models as community_models
from scoring.communities.operations import init_communities_operations
from scoring.communities.shell import init_communities
from scoring.council import pages as council_pages
from scoring.council.pages import init_council
from scoring.demo.load import load_points
from scoring.demo.neighbourhoods import load_neighbourhoods
from scoring.figures.shell import init_figures
from scoring.ledger import api as ledger_api
from scoring.ledger import cli as ledger_cli
from scoring.ledger import departure as ledger_departure
from scoring.ledger import entry_pages, sums, waiting_pages
from scoring.ledger import jobs as ledger_jobs
from scoring.ledger import models as ledger_models
from scoring.ledger.events import check_in_pages
from scoring.ledger.events import pages as event_pages
from scoring.ledger.importing import api as entry_imports_api
from scoring.ledger.importing import jobs as entry_import_jobs
from scoring.ledger.importing import pages as entry_import_pages
from scoring.ledger.operations import init_ledger
from scoring.ledger.shell import init_entries
from scoring.objections import api as objections_api
from scoring.objections import leaving as objections_leaving
from scoring.objections import marks as objections_marks
from scoring.objections import models as objection_models
from scoring.objections import outcomes as objections_outcomes
from scoring.objections import pages as objections_pages
from scoring.objections.shell import init_objections
from scoring.redemption import api as redemption_api
from scoring.redemption import desk_pages as redemption_desk
from scoring.redemption import jobs as redemption_jobs
from scoring.redemption import leaving as redemption_leaving
from scoring.redemption import marks as redemption_marks
from scoring.redemption import models as redemption_models
from scoring.redemption import pages as redemption_pages
from scoring.redemption import shop_pages as redemption_shop
from scoring.redemption.shell import init_redemption
from scoring.rights.shell import init_rights
from scoring.statement import pages as statement_pages
from scoring.statement.pages import init_statement
from scoring.web import blueprint as web
from scoring.web import init_web
from service.app import Part

PART = Part(
    name="scoring",
    commands=(scoring,),
    api=(
        communities_api.blueprint,
        catalogue_api.blueprint,
        redemption_api.blueprint,
        ledger_api.blueprint,
        entry_imports_api.blueprint,
        objections_api.blueprint,
        boards_api.blueprint,
    ),
    pages=(
        web,
        home_pages.pages,
        me_pages.pages,
        member_pages.pages,
        place_file_pages.pages,
        place_pages.pages,
        catalogue_pages.pages,
        catalogue_edit_pages.pages,
        catalogue_rules_pages.pages,
        entry_pages.pages,
        waiting_pages.pages,
        entry_import_pages.pages,
        event_pages.pages,
        check_in_pages.pages,
        redemption_pages.pages,
        redemption_desk.pages,
        redemption_shop.pages,
        statement_pages.pages,
        council_pages.pages,
        objections_pages.pages,
        board_pages.pages,
        score_pages.pages,
        lobby_pages.pages,
    ),
    init=(
        init_web,
        init_communities,
        init_catalogue,
        init_communities_operations,
        init_redemption,
        init_statement,
        init_council,
        init_ledger,
        init_entries,
        init_objections,
        init_boards,
        init_figures,
        init_rights,
    ),
    demo=(load_points,),
    demo_year=(load_neighbourhoods,),
)

__all__ = [
    "PART",
    "catalogue_cli",
    "catalogue_models",
    "communities_cli",
    "communities_jobs",
    "community_models",
    "entry_import_jobs",
    "ledger_cli",
    "ledger_departure",
    "ledger_jobs",
    "ledger_models",
    "objection_models",
    "objections_leaving",
    "objections_marks",
    "objections_outcomes",
    "redemption_jobs",
    "redemption_leaving",
    "redemption_marks",
    "redemption_models",
    "sums",
    "walls",
]
