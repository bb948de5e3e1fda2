"""Settings: read once from the environment, checked, then frozen.

Secrets come from the environment or from files named by `<NAME>_FILE`. In
development they are made once and kept under `var/secrets`; in production a
missing or weak one stops the start with one sentence.
"""

import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from service.redis_address import HOW, SINGLE, WATCHED, is_watched, read_sentinel
from service.scanner import valid_address
from service.targets import TargetAddress, read_targets

KEY_BYTES = 32
DEFAULT_PORT = 8000
REPOSITORY = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("development", "test", "production")


class SettingsError(Exception):
    """The environment does not describe a service that may start; the message says what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to the next."""

    env: str
    database_url: str
    redis_url: str
    port: int
    var_dir: Path
    secret_key: bytes = field(repr=False)
    """Signs session cookies and form tokens."""
    data_key: bytes = field(repr=False)
    """AES-256 key that wraps the keys of private data."""
    index_key: bytes = field(repr=False)
    """HMAC key of the look-up index over identity numbers."""
    audit_key: bytes = field(repr=False)
    """HMAC key that marks each audit entry as written by the service."""
    signing_key: bytes = field(repr=False)
    """Ed25519 seed that signs certificates and audit blocks."""
    district: str = "330106"
    public_url: str = ""
    """Address people reach the service at; printed into QR codes."""
    smtp_url: str = field(default="", repr=False)
    """Mail server for messages, `smtp://user:password@host:587?from=window@example.gov.cn`."""
    sms_url: str = ""
    """SMS gateway; without one no SMS is sent."""
    sms_key: bytes = field(default=b"", repr=False)
    """Key that signs requests to the SMS gateway."""
    scanner: str = ""
    """The virus scanner uploads pass: see `service.scanner`."""
    issuer_zh: str = "杭州市西湖区信用专窗"
    issuer_en: str = "Credit Window of Xihu District, Hangzhou"
    targets: Mapping[str, TargetAddress] = field(default_factory=dict)
    """Systems of other authorities that decisions are reported to, by code."""

    @property
    def in_production(self) -> bool:
        """True where no demonstration may exist and no secret may be made up."""
        return self.env == "production"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment. Raises `SettingsError` with one clear sentence."""
        environ = os.environ if environ is None else environ
        env = environ.get("CREDIT_ENV", "development")
        if env not in ENVIRONMENTS:
            raise SettingsError(f"CREDIT_ENV is '{env}'; use one of {', '.join(ENVIRONMENTS)}.")
        var_dir = Path(environ.get("CREDIT_VAR", str(REPOSITORY / "var"))).resolve()
        secret = partial(_secret, environ=environ, env=env, var_dir=var_dir)
        port = _port(environ.get("PORT", str(DEFAULT_PORT)))
        settings = cls(
            env=env,
            database_url=_readable_url(_sqlalchemy_url(environ.get("DATABASE_URL", ""))),
            redis_url=_redis_url(environ.get("REDIS_URL", "")),
            port=port,
            var_dir=var_dir,
            public_url=_public_url(environ.get("CREDIT_PUBLIC_URL", ""), env, port),
            district=environ.get("CREDIT_DISTRICT", "330106"),
            scanner=_scanner(environ.get("CREDIT_SCANNER", "")),
            secret_key=secret("secret_key"),
            data_key=secret("data_key"),
            index_key=secret("index_key"),
            audit_key=secret("audit_key"),
            signing_key=secret("signing_key"),
            targets=_targets(environ, env),
            smtp_url=_smtp_url(environ.get("CREDIT_SMTP_URL", "")),
            sms_url=_sms_url(environ.get("CREDIT_SMS_URL", "")),
            sms_key=secret("sms_key") if environ.get("CREDIT_SMS_URL") else b"",
        )
        _refuse_shared_keys(settings)
        return settings


def _public_url(url: str, env: str, port: int) -> str:
    """The address printed on certificates: paper outlives a wrong one, so none is made up."""
    if not url and env == "production":
        raise SettingsError("CREDIT_PUBLIC_URL is not set; give the address printed on papers.")
    if url and not url.startswith(("http://", "https://")):
        raise SettingsError("CREDIT_PUBLIC_URL must begin with http:// or https://.")
    return url.rstrip("/") or f"http://localhost:{port}"


def _scanner(address: str) -> str:
    if address and not valid_address(address):
        raise SettingsError(
            "CREDIT_SCANNER must be tcp://host:port or unix:///path of a clamd, or command:program."
        )
    return address


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:  # noqa: PLR2004 - TCP port range
        raise SettingsError(f"PORT is '{text}'; use a number from 1 to 65535.")
    return int(text)


def _sqlalchemy_url(url: str) -> str:
    """Accept the usual spellings of a PostgreSQL address; the driver is psycopg 3."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if url and not url.startswith("postgresql+psycopg://"):
        raise SettingsError("DATABASE_URL must name a PostgreSQL database (postgresql://…).")
    return url


def _readable_url(url: str) -> str:
    """The same address, once it is sure that it can be taken apart; it may hold a password."""
    try:
        if url:
            make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError(
            "DATABASE_URL cannot be read; write postgresql://user:password@host:port/name."
        ) from None
    return url


def _redis_url(url: str) -> str:
    if url and not url.startswith(SINGLE + WATCHED):
        raise SettingsError(f"REDIS_URL must name a Redis server (redis://… or {HOW}).")
    try:
        if is_watched(url):
            read_sentinel(url)
    except ValueError:
        raise SettingsError(f"REDIS_URL cannot be read; write {HOW}.") from None
    return url


def _smtp_url(url: str) -> str:
    if not url:
        return ""
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "@" not in sender:
        raise SettingsError(
            "CREDIT_SMTP_URL cannot be read; write smtp://user:password@host:587?from=name@host."
        )
    return url


def _sms_url(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise SettingsError("CREDIT_SMS_URL must begin with http:// or https://.")
    return url


def _targets(environ: Mapping[str, str], env: str) -> dict[str, TargetAddress]:
    try:
        return read_targets(environ, env == "production", _file_text)
    except ValueError as error:
        raise SettingsError(str(error)) from None


def _refuse_shared_keys(settings: Settings) -> None:
    """One key for two purposes would let a leak of the one open the other."""
    names = ("secret_key", "data_key", "index_key", "audit_key", "signing_key")
    seen: dict[bytes, str] = {}
    for name in names:
        other = seen.setdefault(getattr(settings, name), name)
        if other != name:
            raise SettingsError(
                f"CREDIT_{other.upper()} and CREDIT_{name.upper()} are the same; "
                "give each its own random bytes."
            )


def _secret(name: str, environ: Mapping[str, str], env: str, var_dir: Path) -> bytes:
    variable = f"CREDIT_{name.upper()}"
    text = environ.get(variable, "")
    if file := environ.get(f"{variable}_FILE"):
        text = _file_text(f"{variable}_FILE", file)
    if text:
        return _decode(variable, text)
    if env == "production":
        raise SettingsError(
            f"{variable} is not set. Give {KEY_BYTES} random bytes in base64, in {variable} "
            f"or in a file named by {variable}_FILE."
        )
    return _development_secret(name, var_dir)


def _file_text(variable: str, file: str) -> str:
    try:
        text = Path(file).read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(f"{variable} names '{file}': {error.strerror}.") from error
    except ValueError as error:
        raise SettingsError(f"{variable} names '{file}', which does not hold base64.") from error
    if not text:
        raise SettingsError(f"{variable} names '{file}', which is empty.")
    return text


def _decode(variable: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise SettingsError(f"{variable} is not valid base64.") from error
    if len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4:
        raise SettingsError(f"{variable} is weak: it must be {KEY_BYTES} random bytes in base64.")
    return key


def _development_secret(name: str, var_dir: Path) -> bytes:
    """Made once and kept, so that a second start reads what the first one wrote."""
    folder = var_dir / "secrets"
    try:
        key = _kept_secret(name, folder)
    except OSError as error:
        raise SettingsError(f"Cannot write the secrets in {folder}: {error.strerror}.") from error
    if len(key) != KEY_BYTES:
        raise SettingsError(
            f"{folder / name} is damaged: it must hold {KEY_BYTES} bytes. Put back a copy of it; "
            "without it the data it sealed cannot be read."
        )
    return key


def _kept_secret(name: str, folder: Path) -> bytes:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        fresh = folder / f".{name}.{os.getpid()}"
        try:
            fresh.touch(mode=0o600)
            fresh.write_bytes(secrets.token_bytes(KEY_BYTES))
            os.link(fresh, path)  # atomic: of two first starts, one wins and both read the same
        except FileExistsError:
            pass
        finally:
            fresh.unlink(missing_ok=True)
    return path.read_bytes()
