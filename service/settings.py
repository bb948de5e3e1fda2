"""Settings: read once from the environment, checked, then frozen.

Secrets come from the environment or from files named by `<NAME>_FILE`. In
development they are made once and kept under `var/secrets`; in production a
missing or weak one stops the start with one sentence.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from service import address_reading as addresses
from service.operating import REQUIRED, Operating, read_operating, whole_number
from service.secret_reading import SettingsError, file_text, read_secret, secret_file
from service.secret_rules import KEY_BYTES, fault_of_password
from service.targets import TargetAddress, read_targets

PROXIES_MAX = 5
PORT = 8000
PORT_MAX = 65535
DISTRICT = "330106"
REPLICA_LAG_SECONDS = 10
REPLICA_LAG_SECONDS_MAX = 600
REPOSITORY = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("development", "test", "production")
Value = TypeVar("Value")

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
    district: str = DISTRICT
    """Code of the district whose rules apply (GB/T 2260)."""
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
        production = env == "production"
        environ = _with_addresses_of_files(environ, env)
        var_dir = Path(environ.get("CREDIT_VAR", str(REPOSITORY / "var"))).resolve()
        secret = partial(read_secret, environ=environ, env=env, var_dir=var_dir)
        given = defaultdict(str, environ)
        port = _told(whole_number, "PORT", environ, PORT, PORT_MAX)
        settings = cls(
            env=env,
            database_url=addresses.database_url("DATABASE_URL", given["DATABASE_URL"]),
            replica_url=addresses.database_url(
                "DATABASE_REPLICA_URL", given["DATABASE_REPLICA_URL"]
            ),
            replica_lag_seconds=_told(
                whole_number,
                "CREDIT_REPLICA_LAG_SECONDS",
                environ,
                REPLICA_LAG_SECONDS,
                REPLICA_LAG_SECONDS_MAX,
            ),
            redis_url=addresses.redis_url(given["REDIS_URL"]),
            port=port,
            var_dir=var_dir,
            public_url=addresses.public_url(
                given["CREDIT_PUBLIC_URL"], production=production, port=port
            ),
            proxies=_told(whole_number, "CREDIT_PROXIES", environ, 0, PROXIES_MAX, least=0),
            district=_district(given["CREDIT_DISTRICT"] or DISTRICT),
            scanner=addresses.scanner_address(given["CREDIT_SCANNER"]),
            secret_key=secret("secret_key"),
            data_key=secret("data_key"),
            index_key=secret("index_key"),
            audit_key=secret("audit_key"),
            signing_key=secret("signing_key"),
            targets=_told(read_targets, environ, production, file_text),
            operating=_told(read_operating, environ),
            smtp_url=addresses.smtp_url(given["CREDIT_SMTP_URL"]),
            sms_url=addresses.sms_url(given["CREDIT_SMS_URL"], production=production),
            sms_key=secret("sms_key") if given["CREDIT_SMS_URL"] else b"",
        )
        _refuse_shared_keys(settings)
        return settings


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


def _told(read: Callable[..., Value], *given: object, **more: object) -> Value:
    """What a pure reader makes of the environment; it raises ValueError with one sentence."""
    try:
        return read(*given, **more)
    except ValueError as error:
        raise SettingsError(str(error)) from None


def _district(code: str) -> str:
    if not (code.isascii() and code.isdigit() and len(code) == len(DISTRICT)):
        raise SettingsError(f"CREDIT_DISTRICT is '{code}'; use six digits as in {DISTRICT}.")
    return code


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
