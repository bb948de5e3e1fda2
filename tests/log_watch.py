"""Watches what the suite logs: no identity number and no secret that a test used may be there.

A pytest plugin (`-p tests.log_watch`). Each test process notes every number that is made up,
sealed for look-up or given to it, and every password, token and key that is used; it reads each
line that the service logs, and at the end the logs of processes it started. A number or secret
that stands in a line fails the run.
"""

import re
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

NUMBER = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{0,3}\d{7,18}[Xx]?(?![0-9A-Za-z])|\d{15,}[Xx]?")
"""What could be the number of a person, by itself or glued to other text."""
RESIDENT = re.compile(r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
DIGITS_MIN = 7
DIFFERENT_DIGITS_MIN = 4
"""Servers write numbers like 00000001 of their own, and no person has one."""
LENGTHS = (15, 18)
"""Lengths of resident numbers, old and new, which are found within longer runs of digits."""
WORD = re.compile(r"[0-9A-Za-z_-]{12,}")
SECRET_CHARS_MIN = 12
MADE = (
    "resident_id",
    "old_resident_id",
    "hmt_residence_permit",
    "foreign_permanent_residence",
    "old_foreign_permanent_residence",
    "hm_travel_permit",
    "tw_travel_permit",
    "passport",
)
OF_ORGANISATIONS = "uscc"
"""Numbers of this kind are public."""
LINE_CHARS_MAX = 300


class LogWatch:
    """What was used, what was logged, and where the two meet."""

    def __init__(self) -> None:
        self.numbers: set[str] = set()
        self.secrets: set[str] = set()
        self.lines = 0
        self._seen: dict[str, str] = {}

    def note_number(self, text: object) -> None:
        """Remember the number of a person."""
        digits = list(filter(str.isdigit, text)) if isinstance(text, str) else []
        if len(digits) >= DIGITS_MIN and len(set(digits)) >= DIFFERENT_DIGITS_MIN:
            self.numbers.add(str(text).upper())

    def note_secret(self, text: object) -> None:
        """Remember a password, a token or a key; of one with odd characters its longest piece."""
        if isinstance(text, str):
            longest = max(WORD.findall(text), key=len, default="")
            if len(longest) >= SECRET_CHARS_MIN and not longest.isdigit():
                self.secrets.add(longest)

    def read(self, text: str) -> None:
        """Look at what was logged; which of it matters is known only at the end."""
        self.lines += 1
        for token in NUMBER.findall(text):
            self._seen.setdefault(token.upper(), text[:LINE_CHARS_MAX])
        for token in WORD.findall(text):
            self._seen.setdefault(token, text[:LINE_CHARS_MAX])

    def found(self) -> list[str]:
        """The lines that say what must not be said."""
        return sorted(
            {line for token, line in self._seen.items() if self._is_told(token)},
        )

    def _is_told(self, token: str) -> bool:
        if token in self.secrets or token in self.numbers:
            return True
        return any(part in self.numbers or _is_resident(part) for part in _parts(token))


def _parts(token: str) -> Iterator[str]:
    """The runs of a resident number's length within a long run of digits."""
    digits = token.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if len(digits) >= LENGTHS[0] and digits[:-1].isdigit():
        for length in LENGTHS:
            yield from (digits[at : at + length] for at in range(len(digits) - length + 1))


def _is_resident(text: str) -> bool:
    """Somebody's number by its date and its check digit, whoever made it."""
    from credit.subjects.identifiers.check_digits import resident_check

    return RESIDENT.fullmatch(text) is not None and resident_check(text[:17]) == text[17]


WATCH = LogWatch()


def _noting(act: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
    """The function, which also notes what it was given or gives."""

    @wraps(act)
    def noted(*given: Any, **more: Any) -> Any:
        result = act(*given, **more)
        note(result, *given)
        return result

    return noted


def _listen_for_numbers() -> None:
    """Every number made up, and every one that is looked up or kept."""
    import service.private
    from credit.subjects.identifiers import synthetic
    from service.private import bulk, cipher

    for name in MADE:
        maker = getattr(synthetic, f"make_{name}")
        setattr(synthetic, f"make_{name}", _noting(maker, lambda made, *_: WATCH.note_number(made)))

    def indexed(_digest: object, kind: str, text: str) -> None:
        if kind != OF_ORGANISATIONS:
            WATCH.note_number(text)

    cipher.blind_index = service.private.blind_index = _noting(cipher.blind_index, indexed)
    indexer = bulk.indexer
    bulk.indexer = lambda: _noting(indexer(), indexed)


def _listen_for_secrets() -> None:
    """Every password that is hashed or tried, every token, every key of the settings."""
    from service import secret_reading
    from service.accounts import passwords, recovery, service, totp

    def given(_result: object, *texts: object) -> None:
        WATCH.note_secret(texts[-1])

    passwords.hash_password = service.hash_password = _noting(passwords.hash_password, given)
    passwords.verify_password = service.verify_password = _noting(passwords.verify_password, given)
    recovery.hash_password = passwords.hash_password
    totp.new_secret = _noting(totp.new_secret, WATCH.note_secret)
    service.hash_token = _noting(service.hash_token, given)
    secret_reading._decode = _noting(secret_reading._decode, given)


def _listen_to_logs() -> None:
    """Every line of structlog and of the libraries, as it is about to be written."""
    import structlog

    from service.observability.logs import SafeFormatter

    def rendered(result: object, *_: object) -> None:
        WATCH.read(str(result))

    renderer = structlog.processors.JSONRenderer
    renderer.__call__ = _noting(renderer.__call__, rendered)  # type: ignore[method-assign]
    SafeFormatter.format = _noting(SafeFormatter.format, rendered)  # type: ignore[method-assign]


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Begin before any module of the tests takes a function by its name."""
    _listen_for_numbers()
    _listen_for_secrets()
    _listen_to_logs()


def _read_files(folder: Path) -> None:
    """The logs of the processes that tests have started."""
    for path in folder.rglob("*.log"):
        if path.is_file():
            with path.open(encoding="utf-8", errors="replace") as file:
                for line in file:
                    WATCH.read(line)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Compare, while the folders of the tests are still there."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    if factory is not None and factory._basetemp is not None:
        _read_files(factory._basetemp)
    output = getattr(session.config, "workeroutput", None)
    if output is not None:  # the process that started this one tells of it
        output["log_watch"] = WATCH.found()
        return
    session.config.stash[FOUND] = found = [*session.config.stash.get(FOUND, []), *WATCH.found()]
    if found:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


FOUND = pytest.StashKey[list[str]]()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a test process has found."""
    found = getattr(node, "workeroutput", {}).get("log_watch", [])
    node.config.stash[FOUND] = [*node.config.stash.get(FOUND, []), *found]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which lines told what must not be told."""
    found = terminalreporter.config.stash.get(FOUND, [])
    if found:
        terminalreporter.section("identity numbers or secrets in logs", sep="=", red=True)
        for line in found:
            terminalreporter.write_line(line.rstrip())
