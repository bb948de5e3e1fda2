"""One call: what was asked on which ground, and its row in the log of calls."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from credit.queries.consent import Denial
from credit.queries.models import Basis, Channel, CreditQuery
from credit.queries.purposes import Asker, QueryPurpose
from credit.subjects.identifiers import Identifier
from service.audit import Actor
from service.database import table_of
from service.problems import FieldError

_QUERY = table_of(CreditQuery)
_INSERT = insert(_QUERY)
_GROW = (
    update(_QUERY)
    .where(_QUERY.c.number == bindparam("of"))
    .values(
        answered=_QUERY.c.answered + bindparam("more_answered"),
        denied=_QUERY.c.denied + bindparam("more_denied"),
        nothing_found=_QUERY.c.nothing_found + bindparam("more_nothing"),
        faulty=_QUERY.c.faulty + bindparam("more_faulty"),
        reason_denied=bindparam("reason"),
        ended_at=bindparam("end"),
    )
)


@dataclass(frozen=True, slots=True)
class Call:
    """Who asks, what for and on which ground."""

    number: str
    at: datetime
    day: date
    actor: Actor
    asker: Asker
    channel: Channel
    purpose: QueryPurpose
    basis: Basis
    reference: str
    """The duty, or the authorisation of subjects that name none of their own."""
    needs_authorisation: bool = True
    """False where the subject itself stands at the window or is signed in."""
    address_index: bytes | None = None
    """Of a public query."""


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A subject of a call, by a number that could be read. Its repr shows nothing."""

    index: int
    """Place in the call, from 0."""
    identifier: Identifier
    id_index: bytes
    name: str | None = None
    authorisation: str | None = None
    """Number of the authorisation, where it names one of its own."""


@dataclass(frozen=True, slots=True)
class Faulty:
    """A row of a call that names nobody, and why."""

    index: int
    errors: tuple[FieldError, ...]


@dataclass(slots=True)
class Counts:
    """What became of the subjects of a call, or of a block of it."""

    answered: int = 0
    denied: int = 0
    nothing_found: int = 0
    faulty: int = 0
    reason: Denial | None = None
    """The first reason of a denial."""

    def add(self, other: "Counts") -> None:
        """Count a block as well."""
        self.answered += other.answered
        self.denied += other.denied
        self.nothing_found += other.nothing_found
        self.faulty += other.faulty
        self.reason = self.reason or other.reason


def open_call(
    session: Session,
    call: Call,
    asked: int,
    counts: Counts,
    *,
    authorisation_id: int | None = None,
    ended_at: datetime | None = None,
) -> None:
    """Write the row of a call with its first block, which may be its only one."""
    session.connection().execute(
        _INSERT,
        {
            "number": call.number,
            "at": call.at,
            "account_id": call.actor.id or None,
            "operator_name": call.actor.name,
            "unit": call.actor.unit,
            "channel": str(call.channel),
            "basis_kind": str(call.basis),
            "basis_reference": call.reference,
            "purpose": call.purpose.code,
            "authorisation_id": authorisation_id,
            "asked": asked,
            "answered": counts.answered,
            "denied": counts.denied,
            "nothing_found": counts.nothing_found,
            "faulty": counts.faulty,
            "reason_denied": None if counts.reason is None else str(counts.reason),
            "address_index": call.address_index,
            "ended_at": ended_at,
        },
    )


def grow_call(
    session: Session, call: Call, block: Counts, total: Counts, ended_at: datetime | None
) -> None:
    """Add a further block to the row of a call; `total` counts that block as well."""
    session.connection().execute(
        _GROW,
        {
            "of": call.number,
            "more_answered": block.answered,
            "more_denied": block.denied,
            "more_nothing": block.nothing_found,
            "more_faulty": block.faulty,
            "reason": None if total.reason is None else str(total.reason),
            "end": ended_at,
        },
    )
