"""Settings: read once from the environment, checked, then frozen.

Secrets come from the environment or from files named by `<NAME>_FILE`. In
development they are made once and kept under `var/secrets`; in production a
missing or weak one stops the start with one sentence.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from service.database_address import SPELLINGS, for_sqlalchemy
from service.operating import REQUIRED, Operating, read_operating
from service.redis_address import HOW, SINGLE, WATCHED, is_watched, read_sentinel
from service.scanner import valid_address
from service.secret_reading import SettingsError, file_text, read_secret, secret_file
from service.secret_rules import KEY_BYTES, fault_of_password
from service.targets import TargetAddress, is_loopback, read_targets

PROXIES_MAX = 5
DEFAULT_PORT = 8000
REPLICA_LAG_SECONDS = 10
REPLICA_LAG_SECONDS_MAX = 600
REPOSITORY = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("development", "test", "production")

__all__ = ["KEY_BYTES", "REPOSITORY", "Settings", "SettingsError"]


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to the next."""

    env: str
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
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
    replica_url: str = field(default="", repr=False)
    """A standby of the database that boards, figures and statistics are read from."""
    replica_lag_seconds: int = REPLICA_LAG_SECONDS
    """How old, in seconds, what a standby answers may be; beyond it the primary answers."""
    district: str = "330106"
    public_url: str = ""
    """Address people reach the service at; printed into QR codes."""
    proxies: int = 0
    """Proxies of ours that every request passes; each adds to `X-Forwarded-For`."""
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
    operating: Operating = field(default_factory=Operating)
    """How it is watched and stopped."""

    @property
    def in_production(self) -> bool:
        """True where no demonstration may exist and no secret may be made up."""
        return self.env == "production"

    @property
    def second_factor_required(self) -> bool:
        """True where whoever sees other people's data must prove a second factor."""
        said = self.operating.second_factor
        return self.in_production if said is None else said == REQUIRED

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment. Raises `SettingsError` with one clear sentence."""
        environ = os.environ if environ is None else environ
        env = environ.get("CREDIT_ENV", "development")
        if env not in ENVIRONMENTS:
            raise SettingsError(f"CREDIT_ENV is '{env}'; use one of {', '.join(ENVIRONMENTS)}.")
        environ = _with_addresses_of_files(environ, env)
        var_dir = Path(environ.get("CREDIT_VAR", str(REPOSITORY / "var"))).resolve()
        secret = partial(read_secret, environ=environ, env=env, var_dir=var_dir)
        port = _port(environ.get("PORT", str(DEFAULT_PORT)))
        settings = cls(
            env=env,
            database_url=_database_url("DATABASE_URL", environ.get("DATABASE_URL", "")),
            replica_url=_database_url(
                "DATABASE_REPLICA_URL", environ.get("DATABASE_REPLICA_URL", "")
            ),
            replica_lag_seconds=_replica_lag(
                environ.get("CREDIT_REPLICA_LAG_SECONDS", str(REPLICA_LAG_SECONDS))
            ),
            redis_url=_redis_url(environ.get("REDIS_URL", "")),
            port=port,
            var_dir=var_dir,
            public_url=_public_url(environ.get("CREDIT_PUBLIC_URL", ""), env, port),
            proxies=_proxies(environ.get("CREDIT_PROXIES", "0")),
            district=environ.get("CREDIT_DISTRICT", "330106"),
            scanner=_scanner(environ.get("CREDIT_SCANNER", "")),
            secret_key=secret("secret_key"),
            data_key=secret("data_key"),
            index_key=secret("index_key"),
            audit_key=secret("audit_key"),
            signing_key=secret("signing_key"),
            targets=_targets(environ, env),
            operating=_operating(environ),
            smtp_url=_smtp_url(environ.get("CREDIT_SMTP_URL", "")),
            sms_url=_sms_url(environ.get("CREDIT_SMS_URL", ""), env),
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
    if env == "production":
        _demand_tls("CREDIT_PUBLIC_URL", url)
    return url.rstrip("/") or f"http://localhost:{port}"


def _demand_tls(variable: str, url: str) -> None:
    """Nothing of production goes over an open line, but to this machine itself."""
    if url.startswith("http:") and not is_loopback(urlsplit(url).hostname or ""):
        raise SettingsError(f"{variable} must begin with https:// in production.")


def _proxies(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > PROXIES_MAX:
        raise SettingsError(f"CREDIT_PROXIES is '{text}'; use a number from 0 to {PROXIES_MAX}.")
    return int(text)


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


def _database_url(variable: str, url: str) -> str:
    """Accept the usual spellings of a PostgreSQL address; it may hold a password."""
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


def _replica_lag(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) <= REPLICA_LAG_SECONDS_MAX:
        raise SettingsError(
            f"CREDIT_REPLICA_LAG_SECONDS is '{text}'; "
            f"use a number of seconds from 1 to {REPLICA_LAG_SECONDS_MAX}."
        )
    return int(text)


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


def _sms_url(url: str, env: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise SettingsError("CREDIT_SMS_URL must begin with http:// or https://.")
    if env == "production":
        _demand_tls("CREDIT_SMS_URL", url)
    return url


def _with_addresses_of_files(environ: Mapping[str, str], env: str) -> Mapping[str, str]:
    """The environment with the addresses filled in that files give, as `DATABASE_URL_FILE`.

    In production a password inside one of them must be worth the name.
    """
    found = dict(environ)
    for variable in ("DATABASE_URL", "DATABASE_REPLICA_URL", "REDIS_URL", "CREDIT_SMTP_URL"):
        if file := environ.get(f"{variable}_FILE"):
            found[variable] = secret_file(f"{variable}_FILE", file, env)
        try:
            fault = fault_of_password(found.get(variable, ""))
        except ValueError:
            fault = None  # whoever reads the address says what is wrong with it
        if env == "production" and fault:
            raise SettingsError(f"{variable} {fault}.")
    return found


def _targets(environ: Mapping[str, str], env: str) -> dict[str, TargetAddress]:
    try:
        return read_targets(environ, env == "production", file_text)
    except ValueError as error:
        raise SettingsError(str(error)) from None


def _operating(environ: Mapping[str, str]) -> Operating:
    try:
        return read_operating(environ)
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
