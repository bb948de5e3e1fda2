"""Addresses of other authorities' systems that the service reports to. Pure.

CREDIT_TARGET_<CODE>_URL      the one address that messages for the target are posted to
CREDIT_TARGET_<CODE>_KEY      its public Ed25519 key, 32 raw bytes in base64; or several, with
                              commas; or CREDIT_TARGET_<CODE>_KEY_FILE, a file with that text
CREDIT_TARGET_<CODE>_CA_FILE  certificates (PEM) that vouch for its host, where the system's
                              do not
"""

import base64
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

KEY_BYTES = 32
KEYS_MAX = 4
"""Keys of one target that count at a time, so that it can change them."""
_URL = re.compile(r"CREDIT_TARGET_([A-Z][A-Z0-9_]*)_URL")
_OTHER = re.compile(r"CREDIT_TARGET_([A-Z][A-Z0-9_]*?)_(KEY|KEY_FILE|CA_FILE)")
_HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")


@dataclass(frozen=True, slots=True)
class TargetAddress:
    """Where messages for one target go, and whose signatures count under its receipts."""

    url: str
    keys: tuple[bytes, ...]
    """Raw public Ed25519 keys, the present one first."""
    ca_file: str | None = None


def read_targets(
    environ: Mapping[str, str], production: bool, read_file: Callable[[str, str], str]
) -> dict[str, TargetAddress]:
    """The targets the environment names, by code in small letters.

    `read_file(variable, path)` gives the text of a file. Raises ValueError with one sentence.
    """
    codes = {found[1] for name in environ if (found := _URL.fullmatch(name)) and environ[name]}
    for name in sorted(environ):
        found = _OTHER.fullmatch(name)
        if found and environ[name] and found[1] not in codes:
            raise ValueError(f"{name} is set but CREDIT_TARGET_{found[1]}_URL is not.")
    return {code.lower(): _target(code, environ, production, read_file) for code in sorted(codes)}


def _target(
    code: str, environ: Mapping[str, str], production: bool, read_file: Callable[[str, str], str]
) -> TargetAddress:
    prefix = f"CREDIT_TARGET_{code}"
    text = environ.get(f"{prefix}_KEY", "")
    if file := environ.get(f"{prefix}_KEY_FILE"):
        text = read_file(f"{prefix}_KEY_FILE", file)
    if not text:
        raise ValueError(f"{prefix}_KEY is not set; without it no receipt can be believed.")
    ca_file = environ.get(f"{prefix}_CA_FILE") or None
    if ca_file is not None and not Path(ca_file).is_file():
        raise ValueError(f"{prefix}_CA_FILE names '{ca_file}', which is no file.")
    url = _checked(f"{prefix}_URL", environ[f"{prefix}_URL"], production)
    return TargetAddress(url, _keys(f"{prefix}_KEY", text), ca_file)


def _checked(variable: str, url: str, production: bool) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(f"{variable} cannot be read; write https://host/path.") from None
    plain = parts.scheme in ("http", "https") and _HOST.fullmatch(host)
    if not plain or not _PATH.fullmatch(parts.path) or _has_more(parts):
        raise ValueError(f"{variable} must be https://host/path with nothing else in it.")
    if parts.scheme == "http" and production and not is_loopback(host):
        raise ValueError(f"{variable} must begin with https:// in production.")
    return url


def _has_more(parts: SplitResult) -> bool:
    return bool(parts.query or parts.fragment or "@" in parts.netloc)


def is_loopback(host: str) -> bool:
    """True for this machine itself, by number or as `localhost`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _keys(variable: str, text: str) -> tuple[bytes, ...]:
    try:
        keys = tuple(base64.b64decode(one.strip(), validate=True) for one in text.split(","))
    except ValueError:
        keys = ()
    if not 1 <= len(keys) <= KEYS_MAX or any(len(key) != KEY_BYTES for key in keys):
        raise ValueError(
            f"{variable} must hold a public Ed25519 key: {KEY_BYTES} raw bytes in base64, "
            f"or at most {KEYS_MAX} of them with commas between."
        )
    return keys
