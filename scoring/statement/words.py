"""What a statement says beside the ledger's own sentences: the version of the rules it rests on."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from scoring.catalogue.models import Catalogue
from scoring.communities.called import called
from scoring.ledger.explain import sentences
from scoring.ledger.lines import Line
from service.database import db
from service.messages import Message, msg, named
from service.web.people import load_people

Rules = Mapping[int, Message]
"""The name of a version, by the catalogue's id."""


def rules_of(lines: Iterable[Line]) -> Rules:
    """The versions that entries were counted by, in one query."""
    wanted = {line.entry.catalogue_id for line in lines if line.entry.catalogue_id}
    rows = db.session.execute(
        select(Catalogue.id, Catalogue.name, Catalogue.version).where(Catalogue.id.in_(wanted))
    )
    return {
        id_: msg("依据《{name}》第{version}版。", name=named(name, ""), version=version)
        for id_, name, version in rows
    }


def meet_handlers(lines: Iterable[Line]) -> None:
    """Look up whoever entered and approved these entries, in one query."""
    load_people(name for line in lines for name in (line.entry.entered_by, line.entry.approved_by))


def words_of(line: Line, rules: Rules) -> list[Message]:
    """Everything there is to say about a line."""
    rule = rules.get(line.entry.catalogue_id) if line.entry.catalogue_id else None
    said = sentences(line, called)
    return [*said[:1], rule, *said[1:]] if rule else said
