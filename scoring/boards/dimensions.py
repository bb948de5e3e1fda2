"""The dimensions of a community's catalogue, by name."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from scoring.catalogue.models import Catalogue
from service.database import db
from service.messages import Message, named


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the things neighbours are thanked for."""

    code: str
    name: Message


def dimensions_on(community_code: str, day: date) -> list[Dimension]:
    """The dimensions of the catalogue in force on a day; none where there is no catalogue."""
    content = db.session.scalar(
        select(Catalogue.content["dimensions"])
        .where(Catalogue.community_code == community_code, Catalogue.valid_from <= day)
        .order_by(Catalogue.valid_from.desc(), Catalogue.version.desc())
        .limit(1)
    )
    return [
        Dimension(one["code"], named(one["name"], one.get("name_en", ""))) for one in content or ()
    ]
