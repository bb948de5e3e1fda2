"""A few queries of every channel and their authorisations, asked as people ask them."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import func, select

from credit.demo.district import District, Party
from credit.queries.authorisations import NewAuthorisation, record_authorisation, withdraw
from credit.queries.models import Basis, Channel, CreditQuery, QueryAuthorisation
from credit.queries.own import ask_about
from credit.queries.problems import QueryDenied
from credit.queries.public import PublicQuery, ask_public
from credit.queries.purposes import Asker
from credit.queries.service import Ground, ask_many, ask_one, asked, new_call
from credit.queries.window import WalkIn, ask_at_window
from credit.subjects.identifiers import Identifier, IdType, parse
from service import clock
from service.accounts.demo import SCHOOLS, actor
from service.accounts.models import Account
from service.audit import PUBLIC, acting_as
from service.database import db
from service.demo import Scale
from service.identities.reading import identity_of

ORGANISATIONS, PEOPLE = 60, 40
"""How many of the district's parties are asked about."""
LISTED, AUTHORISED = 24, 4
THEMSELVES = ("enterprise", "person")
ADDRESS = "demonstration"


def load_queries(_scale: Scale) -> Mapping[str, int]:
    """Queries of every channel and some authorisations; loading again adds nothing."""
    if not _count(QueryAuthorisation):
        district = District(organisations=ORGANISATIONS, people=PEOPLE, day=clock.today())
        with acting_as(actor("department")):
            _on_authorisation(district, _granted(district))
        _on_duty(district)
        _window(district)
        _public(district)
        _own()
    return {"queries": _count(CreditQuery), "authorisations": _count(QueryAuthorisation)}


def _granted(district: District) -> list[str]:
    """Authorisations of some parents for the schools; one of them was withdrawn."""
    today = clock.today()
    numbers = []
    for party in _adults(district)[:AUTHORISED]:
        new = NewAuthorisation(
            identifier=_identifier(party),
            name=party.name,
            granted_to_unit=SCHOOLS,
            purposes=("school_admission",),
            valid_from=today,
            valid_until=today + timedelta(days=180),
        )
        numbers.append(record_authorisation(new).number)
    withdraw(numbers[-1], "本人到场，核对居民身份证后撤回。")
    return numbers


def _on_authorisation(district: District, numbers: list[str]) -> None:
    for party, number in zip(_adults(district), numbers, strict=False):
        ground = Ground("school_admission", Basis.authorisation, number)
        call = new_call(ground, Asker.department, Channel.page)
        with suppress(QueryDenied):  # the one that was withdrawn is denied, and shows
            ask_one(call, asked(0, _identifier(party), party.name))


def _on_duty(district: District) -> None:
    duty = Ground("enterprise_review", Basis.sharing, "杭西教〔2026〕12号")
    with acting_as(actor("department2")):
        for party in district.organisations[:6]:
            call = new_call(duty, Asker.department, Channel.page)
            ask_one(call, asked(0, _identifier(party)))
        rows = [
            asked(index, _identifier(party))
            for index, party in enumerate(district.organisations[6 : 6 + LISTED])
        ]
        call = new_call(duty, Asker.department, Channel.api)
        assert len(list(ask_many(call, rows, len(rows)))) == len(rows)


def _window(district: District) -> None:
    with acting_as(actor("clerk")):
        for party in [*_adults(district)[5:7], *district.organisations[3:5]]:
            visit = WalkIn(
                identifier=_identifier(party),
                name=party.name,
                paper=IdType.RESIDENT_ID,
                id_shown=True,
                in_person=True,
            )
            ask_at_window(visit)


def _public(district: District) -> None:
    with acting_as(PUBLIC):
        for party in district.organisations[:5]:
            ask_public(PublicQuery(code=party.number), ADDRESS)


def _own() -> None:
    """The enterprise and the person of the demonstration look at themselves."""
    for account in db.session.scalars(select(Account).where(Account.name.in_(THEMSELVES))).all():
        who = identity_of(account)
        if who is not None:
            with acting_as(actor(account.name)):
                ask_about(who)


def _adults(district: District) -> list[Party]:
    """People with a resident ID; the district invents grown-ups alone."""
    return [party for party in district.people if party.id_type == IdType.RESIDENT_ID]


def _identifier(party: Party) -> Identifier:
    return parse(IdType(party.id_type), party.number, today=clock.today())


def _count(table: type[CreditQuery | QueryAuthorisation]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0
