"""What every invented community begins with: places, a catalogue, and acting as its people."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, g
from sqlalchemy import select

from scoring.catalogue.files import DEMONSTRATION, read_file
from scoring.catalogue.service import adopt
from scoring.communities.founding import found_community
from scoring.communities.place_import.service import import_places
from scoring.demo import village
from service.access.account import Role, Visitor
from service.accounts.demo import actor
from service.accounts.models import Account
from service.audit import SYSTEM, acting_as
from service.database import db

DISTRICT = "西湖区"


def settle(code: str, name: str, street: str, layout: village.Layout) -> None:
    """Found a community with its homes and the catalogue of the demonstration."""
    with acting_as(SYSTEM):
        community = found_community(
            code, name, district=DISTRICT, subdistrict=street, demonstration=True
        )
        sheet = io.StringIO()
        csv.writer(sheet).writerows([village.PLACE_HEADER, *village.place_rows(layout)])
        import_places(community, io.BytesIO(sheet.getvalue().encode()), "places.csv")
        adopt(code, read_file(DEMONSTRATION))


@contextmanager
def as_account(name: str) -> Iterator[None]:
    """Act as an account of the demonstration, in a request of its own."""
    row = db.session.scalars(select(Account).where(Account.name == name)).one()
    with current_app.test_request_context(), acting_as(actor(name)):
        g.account = Visitor(
            row.id, row.name, Role(row.role), row.display_name, row.unit,
            community_code=row.community_code,
        )  # fmt: skip
        yield
