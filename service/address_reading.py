"""Addresses the environment gives: read once, refused in one sentence that repeats no password."""

from urllib.parse import SplitResult, parse_qs, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from service.database_address import SPELLINGS, for_sqlalchemy
from service.redis_address import HOW, SINGLE, WATCHED, is_watched, read_sentinel
from service.scanner import valid_address
from service.secret_reading import SettingsError
from service.targets import is_loopback

WEB = ("http://", "https://")
SMTP = "smtp://user:password@host:587?from=name@host"


def public_url(url: str, *, production: bool, port: int) -> str:
    """The address printed on certificates: paper outlives a wrong one, so none is made up."""
    if not url and production:
        raise SettingsError("CREDIT_PUBLIC_URL is not set; give the address printed on papers.")
    return _web("CREDIT_PUBLIC_URL", url, production).rstrip("/") or f"http://localhost:{port}"


def sms_url(url: str, *, production: bool) -> str:
    """The address of the SMS gateway; empty for none."""
    return _web("CREDIT_SMS_URL", url, production)


def _web(variable: str, url: str, production: bool) -> str:
    """Nothing of production goes over an open line, but to this machine itself."""
    if not url:
        return ""
    if not url.startswith(WEB):
        raise SettingsError(f"{variable} must begin with http:// or https://.")
    parts = _parts(variable, url, "https://host/path")
    if production and parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise SettingsError(f"{variable} must begin with https:// in production.")
    return url


def smtp_url(url: str) -> str:
    """The address of the mail server with the sender's; empty for none."""
    if not url:
        return ""
    parts = _parts("CREDIT_SMTP_URL", url, SMTP)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "@" not in sender:
        raise _unreadable("CREDIT_SMTP_URL", SMTP)
    return url


def scanner_address(address: str) -> str:
    """The address of the virus scanner; empty for none."""
    if address and not valid_address(address):
        raise SettingsError(
            "CREDIT_SCANNER must be tcp://host:port or unix:///path of a clamd, or command:program."
        )
    return address


def database_url(variable: str, url: str) -> str:
    """An address of PostgreSQL in its usual spellings, as SQLAlchemy takes it; empty for none."""
    if not url:
        return ""
    if not url.startswith(SPELLINGS):
        raise SettingsError(f"{variable} must name a PostgreSQL database (postgresql://…).")
    try:
        address = for_sqlalchemy(url)
        make_url(address)
    except (ArgumentError, ValueError):
        raise SettingsError(
            f"{variable} cannot be read; write postgresql://user:password@host:port/name, "
            "with several servers …@first:5432,second:5432/name."
        ) from None
    return address


def redis_url(url: str) -> str:
    """The address of one Redis server, or of the sentinels that watch it; empty for none."""
    if url and not url.startswith(SINGLE + WATCHED):
        raise SettingsError(f"REDIS_URL must name a Redis server (redis://… or {HOW}).")
    if not is_watched(url):
        _parts("REDIS_URL", url, "redis://user:password@host:6379/0")
        return url
    try:
        read_sentinel(url)
    except ValueError:
        raise _unreadable("REDIS_URL", HOW) from None
    return url


def _parts(variable: str, url: str, form: str) -> SplitResult:
    """The parts of an address, host and port looked at: what is wrong with them shows only then."""
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port
    except ValueError:  # its words quote the address
        raise _unreadable(variable, form) from None
    return parts


def _unreadable(variable: str, form: str) -> SettingsError:
    return SettingsError(f"{variable} cannot be read; write {form}.")
