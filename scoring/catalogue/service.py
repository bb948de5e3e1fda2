"""Use cases of catalogues: adopt one, find the one in force, read what was and what will be."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, defer

from scoring.catalogue import limits
from scoring.catalogue.announcement import earliest_start, notice_days
from scoring.catalogue.check import check_catalogue
from scoring.catalogue.models import Catalogue
from scoring.catalogue.parse import invalid, parse_catalogue
from scoring.catalogue.problems import AnnouncedTooLate, NoCatalogueCovers
from scoring.catalogue.table import CatalogueTable
from scoring.catalogue.writing import as_raw, digest
from scoring.communities.models import Community
from service import audit, clock
from service.audit import current_actor
from service.database import db, table_of, transaction
from service.messages import msg
from service.problems import FieldError, NotFound

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"

_READY: dict[tuple[object, ...], CatalogueTable] = {}

_version = table_of(Catalogue).c
# Made once: it is sent with every entry.
_IN_FORCE = (
    select(_version.id, _version.adopted_at, _version.digest, _version.valid_to)
    .where(
        _version.community_code == bindparam("community"), _version.valid_from <= bindparam("day")
    )
    .order_by(_version.version.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Adopted:
    """What became of a catalogue that was put forward."""

    row: Catalogue
    table: CatalogueTable
    state: str
    """`new` (the community's first), `changed` (a further version) or `unchanged`."""


def adopt(community_code: str, raw: object) -> Adopted:
    """Make a catalogue the community's next version, in force from its own first day.

    The same content as the latest version changes nothing. Raises `NotFound`,
    `InvalidCatalogue` with every fault, or `AnnouncedTooLate`.
    """
    with transaction() as session:
        # Versions of one community are numbered one after another, by the settings of now.
        community = session.get(
            Community, community_code, with_for_update={"key_share": True}, populate_existing=True
        )
        if community is None:
            raise NotFound(msg("没有找到这个社区。"))
        table, faults = check_catalogue(raw, community, clock.today())
        if faults:
            raise invalid(faults)
        content = as_raw(table)
        latest = _latest(session, community_code)
        if latest is not None and latest.digest == digest(content):
            return Adopted(latest, table, UNCHANGED)
        if latest is not None and not (table.demonstration and community.demonstration):
            _check_notice(table)
        row = _store(session, community_code, table, latest.version + 1 if latest else 1)
        return Adopted(row, table, CHANGED if latest else NEW)


def in_force(community_code: str, day: date) -> tuple[int, CatalogueTable]:
    """The catalogue that holds on a day and the id of its version: the latest whose first day
    has come. Its file is read by a process once.

    Raises `NoCatalogueCovers`, which names the days that are covered.
    """
    asked = {"community": community_code, "day": day}
    found = db.session.execute(_IN_FORCE, asked).one_or_none()
    if found is None or (found.valid_to is not None and found.valid_to < day):
        raise _not_covered(community_code, day)
    ready = _READY.get((found.id, found.adopted_at, found.digest))
    return found.id, ready or table_of_version(db.session.get_one(Catalogue, found.id))


def version_in_force(community_code: str, day: date) -> Catalogue:
    """The same version with what is told of it. Raises `NoCatalogueCovers`."""
    version_id, _ = in_force(community_code, day)
    return db.session.get_one(Catalogue, version_id)


def all_in_force(day: date) -> list[CatalogueTable]:
    """The catalogues that hold on a day, one of each community that has one, by its code."""
    keys = (Catalogue.id, Catalogue.adopted_at, Catalogue.digest)
    latest = db.session.execute(
        select(*keys, Catalogue.valid_to)
        .ext(distinct_on(Catalogue.community_code))
        .where(Catalogue.valid_from <= day)
        .order_by(Catalogue.community_code, Catalogue.version.desc())
    )
    found = [tuple(key) for *key, until in latest if until is None or until >= day]
    ready = {key: _READY[key] for key in found if key in _READY}
    new = [key[0] for key in found if key not in ready]
    # Whole files are read of those alone that this process has not read yet.
    for row in db.session.scalars(select(Catalogue).where(Catalogue.id.in_(new))) if new else ():
        ready[row.id, row.adopted_at, row.digest] = table_of_version(row)
    return [ready[key] for key in found]


def table_of_version(row: Catalogue) -> CatalogueTable:
    """The catalogue a stored version describes; read once, for versions never change."""
    key = (row.id, row.adopted_at, row.digest)
    table = _READY.get(key)
    if table is None:
        table = parse_catalogue(row.content)
        if len(_READY) >= limits.TABLES_CACHED_MAX:
            _READY.clear()
        _READY[key] = table
    return table


def versions(community_code: str, limit: int = limits.HISTORY_MAX) -> list[Catalogue]:
    """The versions of a community, the latest first."""
    rows = _rows(community_code).order_by(Catalogue.version.desc()).limit(limit)
    return list(db.session.scalars(rows))


def announced(community_code: str, day: date) -> list[Catalogue]:
    """The versions that will take effect after a day, the next first.

    A version that a later one replaces before its first day never takes effect.
    """
    later = [row for row in versions(community_code) if row.valid_from > day]
    coming: list[Catalogue] = []
    for row in later:  # from the latest: an earlier one holds only before the later ones
        if not coming or row.valid_from < coming[-1].valid_from:
            coming.append(row)
    return coming[::-1]


def version_of(community_code: str, version: int) -> Catalogue:
    """One version. Raises `NotFound`."""
    row = db.session.scalars(
        _rows(community_code).where(Catalogue.version == version)
    ).one_or_none()
    if row is None:
        raise NotFound(msg("没有找到这一版积分目录。"))
    return row


def _rows(community_code: str) -> Select[Catalogue]:
    return (
        select(Catalogue)
        .where(Catalogue.community_code == community_code)
        .options(defer(Catalogue.content))
    )


def _latest(session: Session, community_code: str) -> Catalogue | None:
    return session.scalars(
        _rows(community_code).order_by(Catalogue.version.desc()).limit(1)
    ).one_or_none()


def _check_notice(table: CatalogueTable) -> None:
    today = clock.today()
    earliest = earliest_start(today)
    if table.valid_from >= earliest:
        return
    message = msg(
        "规则变更须至少提前{days}天公示，今天提出的最早{day}生效。",
        days=notice_days(today),
        day=earliest,
    )
    remedy = msg("把生效日期改为{day}或以后。", day=earliest)
    raise AnnouncedTooLate(
        message,
        errors=[FieldError("valid_from", "announced-too-late", message, remedy)],
        earliest=earliest.isoformat(),
    )


def _store(session: Session, community_code: str, table: CatalogueTable, version: int) -> Catalogue:
    content = as_raw(table)
    row = Catalogue(
        community_code=community_code,
        version=version,
        code=table.code,
        name=table.name,
        valid_from=table.valid_from,
        valid_to=table.valid_to,
        content=content,
        digest=digest(content),
        source=table.source,
        evidence=str(table.evidence),
        demonstration=table.demonstration,
        adopted_by_id=current_actor().id,
        adopted_by=current_actor().name,
        adopted_at=clock.now(),
    )
    session.add(row)
    session.flush()  # the audit entry names the row by its number
    audit.record(
        "catalogue.adopt",
        "points_catalogue",
        str(row.id),
        {
            "community": community_code,
            "code": row.code,
            "version": version,
            "valid_from": row.valid_from.isoformat(),
            "items": len(table.items),
            "digest": row.digest.hex(),
        },
    )
    return row


def _not_covered(community_code: str, day: date) -> NoCatalogueCovers:
    spans = [
        f"{row.valid_from}～{row.valid_to or ''}" for row in reversed(versions(community_code))
    ]
    return NoCatalogueCovers(
        msg(
            "{day}没有适用的积分目录；已有的目录：{spans}。",
            day=day,
            spans="；".join(spans) or msg("无"),
        ),
        covered=spans,
    )
