"""The certificates of `deploy/` open what they are for, and nothing opens without one.

The servers the project brings along speak no TLS: these tests take the distribution's PostgreSQL
and Redis, where they are installed.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import psycopg
import pytest
from cryptography import x509
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry
from sqlalchemy import NullPool, create_engine, text

from service.redis_client import connect_to
from service.settings import Settings
from service.supervise.ports import free_port
from tests.deploy.files import DEPLOY
from tests.house.waiting import until

MAKE = DEPLOY / "make_certificate.sh"
POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))), None)
REDIS = shutil.which("redis-server")
NEEDED = pytest.mark.skipif(
    POSTGRES is None or REDIS is None or os.getuid() != 0,
    reason="no PostgreSQL and Redis of the distribution on this machine",
)
CONF = """
ssl = on
ssl_ca_file = '{0}/ca.crt'
ssl_cert_file = '{0}/database.crt'
ssl_key_file = '{0}/database.key'
"""


def make(folder: Path, name: str, *hosts: str) -> x509.Certificate:
    subprocess.run([MAKE, folder, name, *hosts], check=True, capture_output=True)
    return x509.load_pem_x509_certificate((folder / f"{name}.crt").read_bytes())


def test_a_certificate_names_its_part_and_stays_until_it_is_nearly_over(tmp_path: Path):
    made = make(tmp_path, "web", "web", "127.0.0.1")
    authority = x509.load_pem_x509_certificate((tmp_path / "ca.crt").read_bytes())
    made.verify_directly_issued_by(authority)
    assert made.subject.rfc4514_string() == "CN=web"
    hosts = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert hosts.get_values_for_type(x509.DNSName) == ["web"]
    assert timedelta(days=390) < made.not_valid_after_utc - datetime.now(UTC) < timedelta(days=400)
    assert (tmp_path / "web.key").stat().st_mode & 0o777 == 0o400
    assert make(tmp_path, "web", "web") == made
    short = MAKE.read_text(encoding="utf-8").replace("DAYS=397", "DAYS=59", 1)
    (tmp_path / "short.sh").write_text(short, encoding="utf-8")
    subprocess.run(["bash", tmp_path / "short.sh", tmp_path, "old"], check=True)
    assert make(tmp_path, "old").not_valid_after_utc > datetime.now(UTC) + timedelta(days=300)


class Office(NamedTuple):
    """Running servers that take certificates alone, and the folder these lie in."""

    folder: Path
    database: str
    redis: str


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that other users of the machine may enter, as pytest's own are not."""
    with TemporaryDirectory(prefix="office-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[Office]:
    """PostgreSQL and Redis as `compose.yaml` starts them, on ports of this machine."""
    for name in ("make_secrets.sh", "make_certificate.sh"):
        shutil.copy(DEPLOY / name, folder)
    secrets = folder / "secrets"
    secrets.mkdir()
    make(secrets, "database", "database", "127.0.0.1")
    make(secrets, "redis", "redis", "127.0.0.1")
    subprocess.run(["bash", folder / "make_secrets.sh"], check=True, capture_output=True)
    folder.chmod(0o755)
    secrets.chmod(0o755)
    shutil.chown(secrets / "database.key", "postgres")
    shutil.chown(secrets / "database.crt", "postgres")
    data, port = folder / "data", free_port()
    data.mkdir()
    shutil.chown(data, "postgres")
    as_server = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    assert POSTGRES is not None
    initdb = POSTGRES.with_name("initdb")
    subprocess.run(
        [*as_server, initdb, "-D", data, "-U", "postgres"], check=True, capture_output=True
    )
    with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(CONF.format(secrets))
    given = {"PGHOST": str(data), "PGDATA": str(data), "POSTGRES_USER": "postgres"}
    given |= {"ROLES": str(DEPLOY / "postgres" / "roles.sql"), "PGPORT": str(port)}
    run = [*as_server, POSTGRES, "-D", data, "-k", data, "-p", str(port)]
    run += ["-c", "listen_addresses=127.0.0.1"]
    redis_port = free_port()
    redis = [str(REDIS), "--port", "0", "--tls-port", str(redis_port), "--save", ""]
    redis += ["--tls-auth-clients", "yes", "--tls-ca-cert-file", str(secrets / "ca.crt")]
    redis += ["--tls-cert-file", str(secrets / "redis.crt")]
    redis += ["--tls-key-file", str(secrets / "redis.key")]
    servers = [subprocess.Popen(one, stdout=subprocess.DEVNULL) for one in (run, redis)]
    try:
        until((data / f".s.PGSQL.{port}").exists)
        script = DEPLOY / "postgres" / "primary.sh"
        until(lambda: _done([*as_server, "pg_isready"], given))
        subprocess.run([*as_server, "bash", script], env=os.environ | given, check=True)
        reload = [*as_server, POSTGRES.with_name("pg_ctl"), "reload", "-D", data]
        subprocess.run(reload, check=True, capture_output=True)
        yield Office(secrets, f"127.0.0.1:{port}", f"127.0.0.1:{redis_port}")
    finally:
        for server in servers:
            server.send_signal(signal.SIGINT)  # PostgreSQL then waits for no session
        for server in servers:
            server.wait(30)


def _done(argv: list[object], given: dict[str, str]) -> bool:
    done = subprocess.run(
        [str(one) for one in argv], env=os.environ | given, capture_output=True, check=False
    )
    return done.returncode == 0


def settings_of(office: Office, settings: Settings) -> Settings:
    """The addresses `make_secrets.sh` wrote, led to where the servers are."""
    here = {
        "/run/secrets/": f"{office.folder}/",
        "database:5432": office.database,
        "redis:6379": office.redis,
    }

    def led(name: str) -> str:
        text = (office.folder / name).read_text(encoding="ascii").strip()
        for there, place in here.items():
            text = text.replace(there, place)
        return text

    given = {"DATABASE_URL": led("database_url"), "REDIS_URL": led("redis_url")}
    read = Settings.from_env(given | {"CREDIT_VAR": str(settings.var_dir)})
    return replace(settings, database_url=read.database_url, redis_url=read.redis_url)


@NEEDED
def test_the_service_signs_in_by_its_certificate_and_without_any_password(office, settings):
    ours = settings_of(office, settings)
    assert "password" not in ours.database_url + ours.redis_url
    with create_engine(ours.database_url, poolclass=NullPool).connect() as connection:
        assert connection.scalar(text("SELECT session_user")) == "credit_window_service"
        ssl = text("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert connection.execute(ssl).one() == (True, "TLSv1.3")
    with connect_to(ours.redis_url) as redis:
        assert redis.ping()


@NEEDED
@pytest.mark.parametrize(
    "changed",
    [
        ("sslmode=verify-full", "sslmode=disable"),
        ("credit_window_service.crt&sslkey", "missing.crt&sslkey"),
        ("credit_window_service@", "credit_window@"),
        ("credit_window_service@", "postgres@"),
    ],
)
def test_nobody_signs_in_without_a_certificate_or_as_somebody_else(office, settings, changed):
    url = settings_of(office, settings).database_url.replace("+psycopg", "")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url.replace(*changed))


@NEEDED
def test_redis_listens_to_nobody_without_a_certificate(office, settings):
    host, _, port = office.redis.partition(":")
    ca = str(office.folder / "ca.crt")
    once = Retry(NoBackoff(), 0)
    with pytest.raises(RedisConnectionError):
        Redis(host, int(port), retry=once).ping()
    with pytest.raises(RedisConnectionError):
        Redis(host, int(port), ssl=True, ssl_ca_certs=ca, retry=once).ping()
