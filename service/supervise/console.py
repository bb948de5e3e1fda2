"""What the person at the terminal reads: our own lines, and warnings of the processes."""

import re
import sys
from pathlib import Path

NOTABLE = re.compile(r"\b(warning|error|critical|fatal|panic|exception|traceback)\b", re.IGNORECASE)
READ_BYTES_MAX = 64 * 1024
"""At most so much of one log is looked at in one go; a flood goes to the file alone."""


def say(text: str) -> None:
    """One line on standard output, at once."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads any more; the logs do
        sys.stdout = Path("/dev/null").open("w", encoding="utf-8")  # noqa: SIM115 - until we end


def complain(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


class LogFollower:
    """Reads what a process adds to its log and passes on warnings and errors."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self._offset = log.stat().st_size if log.exists() else 0
        self._in_traceback = False

    def notable_lines(self) -> list[str]:
        """New lines worth showing, each with the name of the process before it."""
        shown = []
        for line in self._new_text().splitlines():
            # A traceback is shown whole: its indented lines and the exception below them.
            goes_on = self._in_traceback and line.startswith((" ", "\t"))
            if goes_on or self._in_traceback or NOTABLE.search(line):
                shown.append(f"{self.name:>9} | {line}")
            self._in_traceback = goes_on or line.startswith("Traceback ")
        return shown

    def _new_text(self) -> str:
        size = self.log.stat().st_size if self.log.exists() else 0
        if size < self._offset:  # rotated
            self._offset = 0
        if size == self._offset:
            return ""
        with self.log.open("rb") as stream:
            stream.seek(max(self._offset, size - READ_BYTES_MAX))
            data = stream.read(READ_BYTES_MAX)
        complete, newline, rest = data.rpartition(b"\n")
        if not newline and len(data) < READ_BYTES_MAX:
            return ""  # half a line: wait for the rest
        self._offset = size - len(rest)
        return complete.decode("utf-8", errors="replace")
