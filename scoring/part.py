"""Community points as a part: voluntary, plus-only, a world of its own."""

from scoring.catalogue import models as catalogue_models
from scoring.cli import scoring
from scoring.communities import models as community_models
from scoring.ledger import api as ledger_api
from scoring.ledger import cli as ledger_cli
from scoring.ledger import departure as ledger_departure
from scoring.ledger import jobs as ledger_jobs
from scoring.ledger import models as ledger_models
from scoring.ledger import sums
from scoring.ledger.operations import init_ledger
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
from scoring.redemption import models as redemption_models
from scoring.redemption import pages as redemption_pages
from scoring.redemption import shop_pages as redemption_shop
from scoring.redemption.shell import init_redemption
from scoring.web import blueprint as web
from scoring.web import init_web
from service.app import Part

PART = Part(
    name="scoring",
    commands=(scoring,),
    api=(redemption_api.blueprint, ledger_api.blueprint, objections_api.blueprint),
    pages=(
        web,
        redemption_pages.pages,
        redemption_desk.pages,
        redemption_shop.pages,
        objections_pages.pages,
    ),
    init=(init_web, init_redemption, init_ledger, init_objections),
)

__all__ = [
    "PART",
    "catalogue_models",
    "community_models",
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
    "redemption_models",
    "sums",
]
