"""Use cases of rule tables: import a file, find the table in force, load a stored version."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app, g
from sqlalchemy import Row, bindparam, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from credit.rules.cache import ready_table
from credit.rules.coverage import Key, table_key
from credit.rules.load import load_text, read_file
from credit.rules.models import RuleSet
from credit.rules.problems import InvalidRules
from credit.rules.selection import select as choose
from credit.rules.table import RuleTable
from service import audit, clock
from service.audit import current_actor
from service.database import db, table_of, transaction
from service.messages import msg
from service.one_look import once_a_look
from service.problems import FieldError, NotFound
from service.settings import Settings

IMPORT_LOCK = 0x72756C6573
"""Key of the advisory lock under which rule files are imported one at a time."""


@dataclass(frozen=True)
class StoredTable:
    """A table together with the row a check refers to."""

    id: int
    version: int
    table: RuleTable


@dataclass(frozen=True)
class ImportedTable:
    """What became of one table of a file."""

    id: int
    code: str
    purpose: str
    district: str
    version: int
    valid_from: date
    valid_to: date | None
    digest: str
    demonstration: bool
    state: str
    """`new` (first version), `changed` (a further version) or `unchanged`."""


@dataclass(frozen=True)
class ImportSummary:
    """What an import did: tables = new + changed + unchanged."""

    tables: tuple[ImportedTable, ...]

    def count(self, state: str) -> int:
        """How many tables ended in a state."""
        return sum(table.state == state for table in self.tables)

    def as_json(self) -> dict[str, Any]:
        """The summary as JSON values."""
        rows = [asdict(table) for table in self.tables]
        for row in rows:
            row["valid_from"] = row["valid_from"].isoformat()
            row["valid_to"] = row["valid_to"].isoformat() if row["valid_to"] else None
        return {
            "tables": len(rows),
            **{state: self.count(state) for state in ("new", "changed", "unchanged")},
            "details": rows,
        }


_C = table_of(RuleSet).c
_BODY = select(_C.body).where(_C.id == bindparam("id"))
_LATEST = (
    select(_C.id, _C.code, _C.version, _C.digest, _C.valid_from, _C.valid_to)
    .where(_C.purpose == bindparam("purpose"), _C.district == bindparam("district"))
    .ext(distinct_on(_C.code))
    .order_by(_C.code, _C.version.desc())
)
"""The latest version of each table of a purpose in a district, without the bodies."""


def import_rules(source: Path | str) -> ImportSummary:
    """Import a rule file, given by path or as its text; all of it or nothing.

    Content that is stored already changes nothing; other content becomes the next
    version of its table. Raises `InvalidRules` with every fault, among them any gap or
    overlap with the tables in force.
    """
    content = read_file(source) if isinstance(source, Path) else source
    with transaction() as session:
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
        current = {table_key(stored.table): stored for stored in _current_tables(session)}
        tables = load_text(content, [stored.table for stored in current.values()])
        _refuse_replaced_content(session, tables, current)
        return ImportSummary(
            tuple(_store(session, table, current.get(table_key(table))) for table in tables)
        )


def import_faults(content: str) -> tuple[FieldError, ...]:
    """What an import of this text would be refused for as things stand; nothing is stored."""
    current = {table_key(stored.table): stored for stored in _current_tables(db.session())}
    try:
        tables = load_text(content, [stored.table for stored in current.values()])
        _refuse_replaced_content(db.session(), tables, current)
    except InvalidRules as problem:
        return tuple(problem.errors)
    return ()


def table_for(purpose: str, as_of: date, district: str | None = None) -> StoredTable:
    """The table in force for a purpose on a day, by default in the office's own district.

    Raises `NoTableCovers`, which names the covered ranges.
    """
    if district is None:
        settings: Settings = current_app.config["SETTINGS"]
        district = settings.district
    row = choose(_latest(purpose, district), purpose, district, as_of)
    table = ready_table(row.digest, _body_of(row.id))
    return _known_versions().setdefault(row.id, StoredTable(row.id, row.version, table))


@once_a_look
def _latest(purpose: str, district: str) -> Sequence[Row[Any, Any, Any, Any, Any, Any]]:
    asked = {"purpose": purpose, "district": district}
    return db.session.connection().execute(_LATEST, asked).all()


def load_version(rule_set_id: int) -> StoredTable:
    """The very version a result was made with. Raises `NotFound`."""
    found = load_versions([rule_set_id]).get(rule_set_id)
    if found is None:
        raise NotFound(msg("没有编号为{id}的规则表版本。", id=rule_set_id))
    return found


def load_versions(rule_set_ids: Iterable[int]) -> Mapping[int, StoredTable]:
    """Versions by their id, those not read yet by one statement; what is not there is left out."""
    known = _known_versions()
    missing = set(rule_set_ids) - known.keys()
    if missing:
        rows = db.session.scalars(select(RuleSet).where(RuleSet.id.in_(missing)))
        known |= {row.id: _stored(row) for row in rows}
    return known


def _known_versions() -> dict[int, StoredTable]:
    """The versions this request (or job) has read: a version never changes."""
    known: dict[int, StoredTable] = g.setdefault("rule_versions", {})
    return known


def _body_of(rule_set_id: int) -> Callable[[], Mapping[str, Any]]:
    def read() -> Mapping[str, Any]:
        body: Mapping[str, Any] = db.session.execute(_BODY, {"id": rule_set_id}).scalar_one()
        return body

    return read


def _stored(row: RuleSet) -> StoredTable:
    return StoredTable(row.id, row.version, ready_table(row.digest, lambda: row.body))


def _current_tables(session: Session) -> list[StoredTable]:
    """The latest version of every table."""
    rows = session.execute(
        select(RuleSet)
        .ext(distinct_on(RuleSet.code, RuleSet.purpose, RuleSet.district))
        .order_by(RuleSet.code, RuleSet.purpose, RuleSet.district, RuleSet.version.desc())
    ).scalars()
    return [_stored(row) for row in rows]


def _refuse_replaced_content(
    session: Session, tables: Sequence[RuleTable], current: dict[Key, StoredTable]
) -> None:
    """The content of an earlier version is no new version: it would be taken for a slip."""
    faults = []
    for table in tables:
        latest = current.get(table_key(table))
        if latest is None or latest.table.digest == table.digest:
            continue
        earlier = session.execute(
            select(RuleSet.version).where(
                RuleSet.code == table.code, RuleSet.digest == table.digest
            )
        ).scalar()
        if earlier is not None:
            message = msg(
                "内容与第{earlier}版相同，而该版已被第{latest}版取代。",
                earlier=earlier,
                latest=latest.version,
            )
            remedy = msg("如确要恢复，请在 note 中写明恢复的原因，再导入。")
            faults.append(FieldError(f"{table.code}.note", "replaced-version", message, remedy))
    if faults:
        raise InvalidRules(msg("规则文件有{n}处错误，没有导入。", n=len(faults)), errors=faults)


def _store(session: Session, table: RuleTable, latest: StoredTable | None) -> ImportedTable:
    if latest is not None and latest.table.digest == table.digest:
        return _imported(table, latest.id, latest.version, "unchanged")
    row = RuleSet(
        code=table.code,
        version=latest.version + 1 if latest else 1,
        purpose=str(table.purpose),
        district=table.district,
        valid_from=table.valid_from,
        valid_to=table.valid_to,
        digest=table.digest,
        body=dict(table.body),
        source=table.source,
        demonstration=table.demonstration,
        imported_by=current_actor().name,
        imported_at=clock.now(),
    )
    session.add(row)
    session.flush()  # the audit entry names the row by its number
    audit.record(
        "rules.import",
        "rule_set",
        str(row.id),
        {
            "code": row.code,
            "purpose": row.purpose,
            "district": row.district,
            "version": row.version,
            "digest": row.digest,
        },
    )
    return _imported(table, row.id, row.version, "changed" if latest else "new")


def _imported(table: RuleTable, row_id: int, version: int, state: str) -> ImportedTable:
    return ImportedTable(
        id=row_id,
        code=table.code,
        purpose=str(table.purpose),
        district=table.district,
        version=version,
        valid_from=table.valid_from,
        valid_to=table.valid_to,
        digest=table.digest,
        demonstration=table.demonstration,
        state=state,
    )
