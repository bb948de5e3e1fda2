"""The case definitions the service knows, by code and version."""

import hashlib
import json
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from service import clock
from service.database import db
from service.messages import msg
from workflows.engine.definition import Definition
from workflows.engine.models import DefinitionVersion
from workflows.engine.parse import DefinitionError, parse_definition, read_definition
from workflows.engine.problems import DefinitionChanged

_DEFINITIONS: dict[tuple[str, int], Definition] = {}
_CONTENTS: dict[tuple[str, int], dict[str, Any]] = {}
CACHED_VERSIONS_MAX = 64


def register_folder(folder: Path) -> None:
    """Read all definitions of a folder. Raises `DefinitionError`."""
    for path in sorted(folder.glob("*.yaml")):
        found, content = read_definition(path)
        key = (found.code, found.version)
        if key in _DEFINITIONS:
            raise DefinitionError(f"{path.name}: '{found.code}' {found.version} is there twice")
        _DEFINITIONS[key], _CONTENTS[key] = found, content


def all_definitions() -> tuple[Definition, ...]:
    """Every definition in the files, in the order of code and version."""
    return tuple(found for _, found in sorted(_DEFINITIONS.items()))


def actions_to(outcomes: Collection[str]) -> set[str]:
    """Codes of the actions, in all definitions, by which a case comes to one of these outcomes."""
    return {
        rule.code
        for found in all_definitions()
        for rule in found.actions.values()
        if rule.outcome in outcomes
    }


def definition(code: str, version: int | None = None) -> Definition:
    """A definition; without a version the newest in force today. Raises `KeyError`."""
    if version is None:
        return _newest(code, clock.today())
    found = _DEFINITIONS.get((code, version))
    return found if found is not None else _stored(code, version)


def _newest(code: str, today: date) -> Definition:
    versions = [
        found
        for (known, _), found in _DEFINITIONS.items()
        if known == code and found.valid_from <= today
    ]
    if not versions:
        raise KeyError(code)
    return max(versions, key=lambda found: found.version)


@lru_cache(maxsize=CACHED_VERSIONS_MAX)
def _stored(code: str, version: int) -> Definition:
    """A version that is no longer among the files but still has running cases."""
    row = db.session.get(DefinitionVersion, (code, version))
    if row is None:
        raise KeyError(code, version)
    return parse_definition(row.content)


def keep_version(session: Session, found: Definition) -> None:
    """Keep a definition's text with the first case that begins with it.

    Raises `DefinitionChanged` when the same version was another text before.
    """
    content = _CONTENTS[found.code, found.version]
    digest = hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    ).digest()
    row = session.get(DefinitionVersion, (found.code, found.version))
    if row is None:
        session.execute(
            insert(DefinitionVersion)
            .values(
                code=found.code,
                version=found.version,
                digest=digest,
                content=content,
                stored_at=clock.now(),
            )
            .on_conflict_do_nothing()
        )
    elif row.digest != digest:
        raise DefinitionChanged(
            msg(
                "“{name}”第 {version} 版的内容与已有办件所用的不同，请升高版本号。",
                name=found.name,
                version=found.version,
            )
        )
