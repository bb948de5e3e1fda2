"""The virus scanner an upload passes before it is kept, where the office has installed one.

`CREDIT_SCANNER` names it: `tcp://host:port` or `unix:///path` of a clamd (its INSTREAM
command), or `command:program arguments`, which reads the content on standard input and
ends with 0 for clean and 1 for infected, as clamdscan does. Unset, content is marked
`unchecked`. A scanner that is named but does not answer lets nothing through.
"""

import shlex
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from urllib.parse import urlsplit

import structlog
from flask import current_app

from service.messages import msg
from service.problems import Problem

SCAN_SECONDS = 30.0
"""How long a scanner may take over one file, and each wait for its socket."""
FRAME_BYTES = 64 * 1024
ANSWER_BYTES_MAX = 4096
CLEAN_EXIT, INFECTED_EXIT = 0, 1
_SCHEMES = ("tcp://", "unix:///", "command:")


class Scan(StrEnum):
    """What is known of a content that was let through."""

    clean = "clean"
    unchecked = "unchecked"
    """No scanner is installed."""


class Infected(Problem):
    """The scanner found something in the file; it was not kept."""

    code = "file-infected"
    status = 422
    title = msg("文件未通过安全检查")


class ScannerAway(Problem):
    """The scanner does not answer, and nothing is kept unchecked where one is installed."""

    code = "scanner-away"
    status = 503
    title = msg("安全检查暂时不可用")


def scan(content: bytes) -> Scan:
    """Have a content scanned. Raises `Infected` or `ScannerAway`."""
    address: str = current_app.config["SETTINGS"].scanner
    if not address:
        return Scan.unchecked
    try:
        clean = (
            _by_command(address, content) if _is_command(address) else _by_clamd(address, content)
        )
    except (OSError, subprocess.SubprocessError) as error:
        structlog.get_logger("scanner").error("scanner.away", error=type(error).__name__)
        raise ScannerAway(msg("安全检查暂时不可用，文件没有保存。请稍后再上传。")) from error
    if not clean:
        raise Infected(
            msg("安全检查发现文件含有恶意内容，没有保存。请用杀毒软件检查电脑后重新制作文件。")
        )
    return Scan.clean


def valid_address(address: str) -> bool:
    """Whether a setting names a scanner in one of the three ways."""
    if _is_command(address):
        return bool(_words(address))
    if address.startswith("tcp://"):
        try:
            parts = urlsplit(address)
            return bool(parts.hostname and parts.port)
        except ValueError:
            return False
    return address.startswith(_SCHEMES) and len(address) > len("unix:///")


def _is_command(address: str) -> bool:
    return address.startswith("command:")


def _words(address: str) -> list[str]:
    """Program and arguments; none where a quote is left open."""
    try:
        return shlex.split(address.removeprefix("command:"))
    except ValueError:
        return []


def _by_command(address: str, content: bytes) -> bool:
    done = subprocess.run(
        _words(address), input=content, capture_output=True, timeout=SCAN_SECONDS, check=False
    )
    if done.returncode not in {CLEAN_EXIT, INFECTED_EXIT}:
        raise OSError(f"the scanner ended with {done.returncode}")
    return done.returncode == CLEAN_EXIT


def _by_clamd(address: str, content: bytes) -> bool:
    """Ask a clamd by its INSTREAM command (clamd(8)): framed by lengths, ended by a length of 0."""
    with closing(_connect(address)) as stream:
        stream.sendall(b"zINSTREAM\0")
        for frame in _frames(content):
            stream.sendall(len(frame).to_bytes(4, "big") + frame)
        stream.sendall(bytes(4))
        answer = _answer(stream)
    if answer.endswith(b" FOUND"):
        return False
    if not answer.endswith(b" OK"):
        raise OSError("the scanner gave no verdict")
    return True


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 0), SCAN_SECONDS)
    stream = socket.socket(socket.AF_UNIX)
    try:
        stream.settimeout(SCAN_SECONDS)
        stream.connect(parts.path)
    except OSError:
        stream.close()
        raise
    return stream


def _frames(content: bytes) -> Iterator[bytes]:
    return (content[at : at + FRAME_BYTES] for at in range(0, len(content), FRAME_BYTES))


def _answer(stream: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < ANSWER_BYTES_MAX:
        piece = stream.recv(ANSWER_BYTES_MAX)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n")
