"""Finds, adds and amends the records of one block of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from credit.records.feeds import Draft, Flag
from credit.records.feeds.row import WHOLE_ROW
from credit.records.importing import amend
from credit.records.importing.again import Origin
from credit.records.importing.assess import settle_anew, values_of
from credit.records.importing.copying import copy_into, reserve_ids
from credit.records.importing.entries import Entry
from credit.records.importing.outcome import Outcome
from credit.records.importing.packing import to_json
from credit.rules.vocabulary import Tier
from service import clock
from service.database.literals import bytes_array
from service.messages import msg
from service.private.bulk import seal_all

STALE = Flag(
    WHOLE_ROW,
    "older-than-on-file",
    msg("在册记录比该行更新，或该决定已登记撤销、移出，未作改动"),
    msg("请确认所送是最新数据；确需恢复的，请由认定单位更正"),
)

KNOWN_BY_NUMBER = Flag(
    WHOLE_ROW,
    "known-by-number",
    msg("该记录已按号码归入在册主体，未作改动"),
    msg("请在该行补上统一社会信用代码或证件号码"),
)

SAID = (*amend.COMPARED, "tier_set_by")
_KINDS_AT, _ATTRIBUTES_AT = SAID.index("penalty_kinds"), SAID.index("attributes")
_OWN = ("natural_key", "former_key", "content_hash", "version", "flags", "import_id",
        "import_row", "raw", "updated_at")  # fmt: skip
_COPIED = ("id", "feed", "created_at", *SAID, *_OWN)
_HISTORY = ("record_id", "version", "change", "changed", "reason", "actor", "import_id",
            "import_row", "at")  # fmt: skip
_FIND = text("""
    SELECT id, natural_key, content_hash FROM record
    WHERE feed = :feed AND natural_key = ANY(CAST(:keys AS bytea[]))
""")
_FIND_MOVED = text("""
    SELECT former_key FROM record WHERE feed = :feed AND former_key = ANY(CAST(:keys AS bytea[]))
""")
_READ = text(
    f"SELECT id, version, former_key, import_id, import_row, {', '.join(SAID)} "  # noqa: S608 - names of our own
    "FROM record "
    "WHERE id = ANY(:ids) FOR NO KEY UPDATE"
)
_JSONB = frozenset({"attributes", "flags"})
_UPDATE = text(
    "UPDATE record SET "  # noqa: S608 - names of our own
    + ", ".join(
        f"{name} = CAST(:{name} AS jsonb)" if name in _JSONB else f"{name} = :{name}"
        for name in (*SAID, *_OWN)
    )
    + " WHERE id = :id"
)


@dataclass(slots=True)
class Standing:
    """A record as it is by now: on file, added or amended by this block."""

    id: int
    digest: bytes
    version: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    former_key: bytes | None = None
    origin: Origin | None = None
    """The row that gave it its content, when that was before this block."""
    is_new: bool = False
    changed: bool = False
    entry: Entry | None = None
    """The row that gave it its content, when that was in this block."""


@dataclass(frozen=True)
class Setting:
    """What is the same for all rows of an import."""

    import_id: UUID
    feed: str
    actor: str
    today: date
    """The day by whose tables the rows are judged: that of the upload, whenever the job runs."""
    same_file: frozenset[UUID] = frozenset()
    """Earlier imports of the same bytes."""


@dataclass
class RecordBook:
    """The records of one block."""

    session: Session
    setting: Setting
    _known: dict[bytes, Standing] = field(default_factory=dict)
    _moved: set[bytes] = field(default_factory=set)
    """Keys of rows without a number whose record has been given to a subject with one."""
    _history: list[tuple[Any, ...]] = field(default_factory=list)
    _ids: list[int] = field(default_factory=list)
    _now: datetime = field(default_factory=clock.now)

    def prepare(self, entries: Iterable[Entry]) -> None:
        """Load the records of the rows that are on file, in full where content differs."""
        entries = list(entries)
        self._find(entries)
        differing = [
            standing.id
            for entry in entries
            if (standing := self._standing(entry)) is not None and standing.digest != entry.digest
        ]
        if differing:
            self._read(differing)
        missing = sum(self._standing(entry) is None for entry in entries)
        self._ids = reserve_ids(self.session, "record", missing) if missing else []

    def put(self, entry: Entry, draft: Draft, subject_id: int) -> tuple[Outcome, list[Flag]]:
        """Add or amend the record of a row; what happened, and doubts that arose by it."""
        if entry.id_index is None and entry.natural_key in self._moved:
            return Outcome.flagged, [KNOWN_BY_NUMBER]
        standing = self._standing(entry)
        if standing is None:
            self._add(entry, draft, subject_id)
            return Outcome.accepted, []
        if standing.digest == entry.digest:
            return Outcome.unchanged, []
        if standing.origin and standing.origin.overrides(entry.number, self.setting.same_file):
            return Outcome.unchanged, []
        return self._amend(standing, entry, draft, subject_id)

    def write(self) -> list[int]:
        """Write what was added and amended, and the history of it; the records it touched."""
        standings = {standing.id: standing for standing in self._known.values()}.values()
        new = [one for one in standings if one.is_new]
        changed = [one for one in standings if one.changed and not one.is_new]
        if new:
            sealed = self._sealed(new)
            copy_into(self.session, "record", _COPIED, map(self._copied, new, sealed))
        if changed:
            ordered = sorted(changed, key=lambda one: one.id)
            updated = map(self._updated, ordered, self._sealed(ordered))
            self.session.execute(_UPDATE, list(updated))
        if self._history:
            copy_into(self.session, "record_history", _HISTORY, self._history)
        return [one.id for one in (*new, *changed)]

    def _standing(self, entry: Entry) -> Standing | None:
        found = self._known.get(entry.natural_key)
        if found is None and entry.former_key is not None:
            found = self._known.get(entry.former_key)
        return found

    def _find(self, entries: list[Entry]) -> None:
        keys = [entry.natural_key for entry in entries]
        keys += [entry.former_key for entry in entries if entry.former_key is not None]
        asked = {"feed": self.setting.feed, "keys": bytes_array(keys)}
        for row in self.session.execute(_FIND, asked):
            self._known[bytes(row.natural_key)] = Standing(row.id, bytes(row.content_hash))
        nameless = [entry.natural_key for entry in entries if entry.id_index is None]
        if nameless:
            asked = {"feed": self.setting.feed, "keys": bytes_array(nameless)}
            moved = self.session.scalars(_FIND_MOVED, asked)
            self._moved = {bytes(key) for key in moved}

    def _read(self, ids: list[int]) -> None:
        by_id = {standing.id: standing for standing in self._known.values()}
        for row in self.session.execute(_READ, {"ids": ids}).mappings():
            standing = by_id[row["id"]]
            standing.version, standing.former_key = row["version"], row["former_key"]
            standing.values = {name: row[name] for name in SAID}
            standing.origin = Origin(row["import_id"], row["import_row"])

    def _add(self, entry: Entry, draft: Draft, subject_id: int) -> None:
        values = values_of(draft, self.setting.today)
        values["subject_id"], values["tier_set_by"] = subject_id, None
        standing = Standing(self._ids.pop(), entry.digest, 1, values, is_new=True, entry=entry)
        self._known[entry.natural_key] = standing
        self._tell(standing, "created", "{}", entry)

    def _amend(
        self, standing: Standing, entry: Entry, draft: Draft, subject_id: int
    ) -> tuple[Outcome, list[Flag]]:
        before = standing.values
        kept = Tier(before["tier"]) if before["tier_set_by"] and before["tier"] else None
        incoming = values_of(draft, self.setting.today, tier=kept)
        if amend.is_stale(before, incoming):
            return Outcome.flagged, [STALE]
        incoming["subject_id"] = subject_id
        after = amend.merged(before, incoming)
        if amend.is_corrected(after):
            settle_anew(after, draft.subject, self.setting.today, tier=kept)
        changed = to_json(amend.changes(before, after))
        standing.values, standing.digest = after, entry.digest
        standing.version += 1
        standing.changed, standing.entry, standing.origin = True, entry, None
        if entry.natural_key not in self._known and entry.former_key is not None:
            standing.former_key = entry.former_key
            del self._known[entry.former_key]
            self._moved.add(entry.former_key)
        self._known[entry.natural_key] = standing
        self._tell(standing, amend.change_name(before, after), changed, entry)
        return Outcome.updated, []

    def _tell(self, standing: Standing, change: str, changed: str, entry: Entry) -> None:
        setting = self.setting
        self._history.append(
            (standing.id, standing.version, change, changed, None, setting.actor,
             setting.import_id, entry.number, self._now)
        )  # fmt: skip

    def _sealed(self, standings: Sequence[Standing]) -> list[bytes]:
        """The rows that gave these records their content, as they were sent."""
        return seal_all([one.entry.raw() if one.entry else "" for one in standings])

    def _copied(self, one: Standing, sealed: bytes) -> tuple[Any, ...]:
        values = one.values
        said = [values[name] for name in SAID]
        said[_KINDS_AT] = "{" + ",".join(values["penalty_kinds"]) + "}"  # words of ours: no quotes
        said[_ATTRIBUTES_AT] = to_json(values["attributes"])
        return (one.id, self.setting.feed, self._now, *said, *self._own(one, sealed))

    def _own(self, one: Standing, sealed: bytes) -> tuple[Any, ...]:
        entry = one.entry
        assert entry is not None
        doubts = [{"field": flag.field, "code": flag.code} for flag in entry.flags]
        flags = to_json(doubts) if doubts else "[]"
        keys = (entry.natural_key, one.former_key, one.digest, one.version, flags)
        return (*keys, self.setting.import_id, entry.number, sealed, self._now)

    def _updated(self, one: Standing, sealed: bytes) -> dict[str, Any]:
        values = {name: one.values[name] for name in SAID}
        values["attributes"] = to_json(values["attributes"])
        return {**values, **dict(zip(_OWN, self._own(one, sealed), strict=True)), "id": one.id}
