"""As whom PostgreSQL may run: it refuses root, and its files may lie where only root may look."""

import os
import pwd
import subprocess
from pathlib import Path

from service.embedded.child import launcher
from service.embedded.errors import ServerError
from service.embedded.launch import NOBODY_ID

PROBE_SECONDS = 20


def choose_identity(program: Path, folder: Path) -> str:
    """The first identity that can really run `program` and read `folder`.

    Ordinary users keep theirs. For root, `mapped` comes first because nothing changes
    hands; containers often forbid it, and there `nobody` works. A user without a name
    (containers again) needs `mapped` too: initdb asks for the name.
    """
    if os.geteuid() != 0 and _has_name():
        return "same"
    for identity in ("mapped", "nobody") if os.geteuid() == 0 else ("mapped",):
        own(folder, identity)
        if _works(identity, program, folder):
            return identity
    raise ServerError(
        "PostgreSQL does not run as root or as a user without a name, and this system does not "
        "let us change that: start as an ordinary user, or set DATABASE_URL to a server."
    )


def own(folder: Path, identity: str) -> None:
    """Hand a folder and all in it to the user that `identity` is outside any namespace."""
    if os.geteuid() != 0:
        return
    user = NOBODY_ID if identity == "nobody" else 0
    if folder.stat().st_uid == user:
        return
    os.chown(folder, user, user)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(parent) / name, user, user, follow_symlinks=False)


def _has_name() -> bool:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return True


def _works(identity: str, program: Path, folder: Path) -> bool:
    command = launcher([str(program), "--version"], identity=identity, folder=folder)
    probe = subprocess.run(command, capture_output=True, check=False, timeout=PROBE_SECONDS)
    return probe.returncode == 0
