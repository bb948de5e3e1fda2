"""The second wall around points: whoever belongs to a community reaches that one alone."""

from sqlalchemy import event

from scoring.catalogue.models import Catalogue, CatalogueDraft
from scoring.communities.models import Community, Member, MemberConsent, Place
from scoring.ledger import sums
from scoring.ledger.models import (
    Balance,
    Claim,
    Entry,
    EntryImport,
    EntryImportIssue,
    Event,
    Lot,
    LotUse,
    Total,
)
from scoring.objections.models import Objection
from scoring.redemption.models import Goods, Order
from service.database import Base
from service.database.append_only import ddl
from service.database.walls import COMMUNITY, belongs, only, walled, walled_by

HERE = only(f"community_code = {COMMUNITY}")
SEES_ALL = (
    "points_open_balance()",
    "points_add_up()",
    "points_run_on()",
    "points_take_from_lots()",
    "points_covered()",
    "points_use_fits()",
    "points_mirrors()",
    "points_undone_whole()",
)
"""What keeps the sums and looks for what contradicts them: it must miss no row, whoever writes."""


def sees_all_sql(function: str) -> str:
    """The statement that lets a function of the ledger run as the owner of the tables."""
    return f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = public, pg_temp"


assert sums.FUNCTIONS, "the functions are made before they are altered"
for _function in SEES_ALL:
    event.listen(Base.metadata, "after_create", ddl(sees_all_sql(_function)))

walled(Community, f"code = {COMMUNITY}", read="true")  # its name and rules are public
walled(Place, HERE, read="community_code IS NULL")  # districts and sub-districts
walled(Catalogue, HERE, read="true")  # what earns points is nobody's secret
walled(CatalogueDraft, HERE, removes=True)
walled(Member, HERE)
walled_by(MemberConsent, "member_id", Member)
for _of_a_member in (Claim, Entry, Order):
    walled(_of_a_member, HERE, add=f"{HERE} AND {belongs(_of_a_member, 'member_id', Member)}")
walled(Event, HERE, read="true")  # whoever holds a poster's code reads what it invites to
for _of_a_community in (Balance, Total, Goods, EntryImport):
    walled(_of_a_community, HERE)
walled_by(EntryImportIssue, "import_id", EntryImport)
for _kept in (Lot, Objection):
    walled_by(_kept, "member_id", Member)
walled_by(LotUse, "entry_id", Entry)
