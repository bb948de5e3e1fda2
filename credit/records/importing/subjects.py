"""Finds and adds the subjects of one block of rows: one look-up and one insert, however many."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from credit.records.feeds import Draft, Flag, Target
from credit.records.importing.again import Origin
from credit.records.importing.entries import Entry
from credit.records.importing.limits import OTHER_NAMES_MAX
from credit.records.importing.packing import to_json
from credit.subjects.identifiers import IdType, SubjectKind
from credit.subjects.identifiers.kinds import NEEDS_CONFIRMATION
from credit.subjects.names import name_key
from service import clock
from service.database.literals import bytes_array
from service.messages import msg
from service.private import mask_number, seal

_PROFILE = ("organisation_type", "registered_capital", "province", "city")
_PERSON_DIFFERS = Flag(
    "subject_name",
    "person-name-differs",
    msg("该证件号码在册的姓名与此不同"),
    msg("请核对证件；确系改名的，请按异议或更正程序办理"),
)
_NAME_DIFFERS = Flag(
    "subject_name",
    "name-differs",
    msg("该统一社会信用代码在册的名称与此不同，已记为其他名称"),
    msg("请核对名称与代码是否属于同一主体"),
)

_SELECT = text("""
    SELECT id, id_index, name_key, name, kind, flags_confirmed_at IS NOT NULL AS confirmed,
           registered_on, NULLIF(profile, '{}') AS profile, import_id, import_row
    FROM subject
    WHERE id_index = ANY(CAST(:indexes AS bytea[]))
       OR (id_index IS NULL AND name_key = ANY(:names))
""")
_INSERT = text("""
    INSERT INTO subject (kind, name, name_key, id_type, id_index, id_sealed, id_mask, code, flags,
                         registered_on, profile, import_id, import_row, created_at, updated_at)
    SELECT kind, name, name_key, id_type, id_index, id_sealed, id_mask, code, flags::jsonb,
           registered_on, profile::jsonb, :import_id, import_row, :now, :now
    FROM unnest(CAST(:kind AS text[]), CAST(:name AS text[]), CAST(:name_key AS text[]),
                CAST(:id_type AS text[]), CAST(:id_index AS bytea[]), CAST(:id_sealed AS bytea[]),
                CAST(:id_mask AS text[]), CAST(:code AS text[]), CAST(:flags AS text[]),
                CAST(:registered_on AS date[]), CAST(:profile AS text[]),
                CAST(:import_row AS bigint[]))
         AS row (kind, name, name_key, id_type, id_index, id_sealed, id_mask, code, flags,
                 registered_on, profile, import_row)
    ON CONFLICT DO NOTHING
    RETURNING id, id_index, name_key, name, kind, false AS confirmed, registered_on,
              NULLIF(profile, '{}') AS profile, import_id, import_row
""")
_INSERTED = ("kind", "name", "name_key", "id_type", "id_index", "id_sealed", "id_mask", "code",
             "flags", "registered_on", "profile", "import_row")  # fmt: skip
_UPDATE = text("""
    UPDATE subject SET name = :name, name_key = :name_key, kind = :kind,
           registered_on = :registered_on, profile = CAST(:profile AS jsonb), updated_at = :now,
           import_id = :import_id, import_row = :import_row
    WHERE id = :id
""")

Key = tuple[bytes | None, str]
"""The index of the identifier, or None and the compared name."""


@dataclass(slots=True)
class Standing:
    """A subject as it is on file by now."""

    id: int
    name: str
    name_key: str
    kind: str
    confirmed: bool
    registered_on: date | None
    profile: dict[str, Any]
    origin: Origin
    """The row that added it or, later, the one of a register that gave it its content."""
    made_here: bool = False
    """Added by this block, and not yet spoken of by an earlier row of it."""
    changed: bool = False


@dataclass
class SubjectBook:
    """The subjects of one block."""

    session: Session
    import_id: UUID
    same_file: frozenset[UUID] = frozenset()
    """Earlier imports of the same bytes."""
    renamed: list[int] = field(default_factory=list)
    """Organisations whose name changed, for the audit."""
    _known: dict[Key, Standing] = field(default_factory=dict)

    def prepare(self, entries: Iterable[Entry]) -> None:
        """Load the subjects of the rows and add those that are new."""
        first: dict[Key, Entry] = {}
        for entry in entries:
            first.setdefault(_key(entry), entry)
        self._load(first)
        new = {key: entry for key, entry in first.items() if key not in self._known}
        if new:
            self._insert(new)
            # Somebody else may have added one of them meanwhile; then nothing came back for it.
            self._load([key for key in new if key not in self._known])

    def of(self, entry: Entry) -> Standing:
        """The subject of a row."""
        return self._known[_key(entry)]

    def doubts(self, entry: Entry, draft: Draft) -> list[Flag]:
        """What is doubtful about the subject of a row; notes a further name of an organisation."""
        standing = self.of(entry)
        flags = entry.flags
        if standing.confirmed:
            flags = [flag for flag in flags if flag.code not in NEEDS_CONFIRMATION]
        if standing.name_key == entry.name_key or draft.target is Target.ORGANISATION:
            return flags
        if draft.subject.kind is SubjectKind.NATURAL_PERSON:
            return [*flags, _PERSON_DIFFERS]
        former = standing.profile.get("former_names", [])
        if any(name_key(one["name"]) == entry.name_key for one in former):
            return flags
        self._note_name(standing, draft.subject.name)
        return [*flags, _NAME_DIFFERS]

    def register(self, entry: Entry, draft: Draft, today: date) -> str:
        """Take over what a register says; `accepted`, `updated` or `unchanged`."""
        standing = self.of(entry)
        name, kind = draft.subject.name, draft.subject.kind.value
        registered_on = draft.fields.get("registered_on")
        if standing.origin.overrides(entry.number, self.same_file):
            return "unchanged"
        profile = {**standing.profile, **_profile(draft)}
        if standing.name != name and standing.name_key != entry.name_key:
            gone = {
                "name": standing.name,
                "until": today.isoformat(),
                "import": str(self.import_id),
                "row": entry.number,
            }
            names = [*standing.profile.get("former_names", []), gone]
            profile["former_names"] = names[-OTHER_NAMES_MAX:]
            self.renamed.append(standing.id)
        made_here, standing.made_here = standing.made_here, False
        before = (standing.name, standing.kind, standing.registered_on, standing.profile)
        if before == (name, kind, registered_on, profile):
            return "accepted" if made_here else "unchanged"
        assert registered_on is None or isinstance(registered_on, date)
        standing.name, standing.name_key, standing.kind = name, entry.name_key, kind
        standing.registered_on, standing.profile = registered_on, profile
        standing.origin = Origin(self.import_id, entry.number)
        standing.changed = True
        return "updated"

    def write(self) -> None:
        """Write the changes of subjects that were on file."""
        changed = [one for one in self._known.values() if one.changed]
        if changed:
            now = clock.now()
            self.session.execute(
                _UPDATE,
                [
                    {
                        "id": one.id,
                        "name": one.name,
                        "name_key": one.name_key,
                        "kind": one.kind,
                        "registered_on": one.registered_on,
                        "profile": to_json(one.profile),
                        "import_id": one.origin.import_id,
                        "import_row": one.origin.row,
                        "now": now,
                    }
                    for one in sorted(changed, key=lambda one: one.id)
                ],
            )

    def _note_name(self, standing: Standing, name: str) -> None:
        names = standing.profile.get("other_names", [])
        if name not in names and len(names) < OTHER_NAMES_MAX:
            standing.profile = {**standing.profile, "other_names": [*names, name]}
            standing.changed = True

    def _load(self, wanted: Iterable[Key]) -> None:
        keys = list(wanted)
        if not keys:
            return
        rows = self.session.execute(
            _SELECT,
            {
                "indexes": bytes_array(index for index, _ in keys if index is not None),
                "names": [name for index, name in keys if index is None],
            },
        )
        for row in rows:
            self._keep(row)

    def _keep(self, row: Any) -> Standing:
        index = None if row.id_index is None else bytes(row.id_index)
        standing = Standing(
            row.id, row.name, row.name_key, row.kind, row.confirmed, row.registered_on,
            row.profile or {}, Origin(row.import_id, row.import_row),
        )  # fmt: skip
        self._known[(index, "") if index is not None else (None, row.name_key)] = standing
        return standing

    def _insert(self, new: dict[Key, Entry]) -> None:
        # In one order, so that two writers of the same subjects wait and do not deadlock.
        rows = [_row(new[key]) for key in sorted(new, key=lambda key: (key[0] or b"", key[1]))]
        columns = {
            name: list(column)
            for name, column in zip(_INSERTED, zip(*rows, strict=True), strict=True)
        }
        values = {**columns, "import_id": self.import_id, "now": clock.now()}
        for row in self.session.execute(_INSERT, values):
            self._keep(row).made_here = True


def _key(entry: Entry) -> Key:
    return (entry.id_index, "") if entry.id_index is not None else (None, entry.name_key)


def _row(entry: Entry) -> tuple[Any, ...]:
    draft = entry.result
    assert isinstance(draft, Draft)
    subject = draft.subject
    number = subject.id_number
    doubts = [flag.code for flag in entry.flags if flag.code in NEEDS_CONFIRMATION]
    register = draft.target is Target.ORGANISATION
    return (
        subject.kind.value,
        subject.name,
        entry.name_key,
        subject.id_type and subject.id_type.value,
        entry.id_index,
        seal(number) if number is not None else None,
        mask_number(number) if number is not None else None,
        number if subject.id_type is IdType.USCC else None,
        to_json(doubts),
        draft.fields.get("registered_on") if register else None,
        to_json(_profile(draft) if register else {}),
        entry.number,
    )


def _profile(draft: Draft) -> dict[str, str]:
    return {name: str(draft.fields[name]) for name in _PROFILE if name in draft.fields}
