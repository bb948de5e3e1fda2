"""What is looked at before anything is started; each finding is one sentence."""

import errno
import shutil
import socket
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import psycopg
import redis

from service.database_address import for_libpq
from service.redis_client import connect_to
from service.supervise.errors import StartError

FREE_DISK_BYTES_MIN = 200 * 1024 * 1024
"""An empty database with its write-ahead log needs about 80 MB; below this it soon stops."""
CONNECT_SECONDS = 5
POSTGRES_VERSION_MIN = 150000


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody else listens on, or that we may not use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise StartError(_port_sentence(host, port, error)) from error


def _port_sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program: stop it, or choose another port, "
            f"for example PORT={port + 1 if port < 65535 else port - 1} make run."  # noqa: PLR2004
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is for privileged users: choose one above 1023 with PORT."
    return f"Cannot listen on {host}: {error.strerror or error}; check CREDIT_BIND."


def check_disk(folder: Path) -> None:
    """Refuse to start where the database would run out of space at once."""
    free = shutil.disk_usage(folder).free
    if free < FREE_DISK_BYTES_MIN:
        raise StartError(
            f"The disk that holds {folder} has {free >> 20} MB left and "
            f"{FREE_DISK_BYTES_MIN >> 20} MB are needed: make room, or choose another folder "
            "with CREDIT_VAR."
        )


def check_database(url: str) -> None:
    """Refuse a `DATABASE_URL` that does not answer or is too old."""
    try:
        with psycopg.connect(for_libpq(url), connect_timeout=CONNECT_SECONDS) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise StartError(f"DATABASE_URL ({_address(url)}) cannot be reached: {reason}") from error
    if version < POSTGRES_VERSION_MIN:
        raise StartError(
            f"DATABASE_URL ({_address(url)}) is PostgreSQL {version // 10000}; "
            f"{POSTGRES_VERSION_MIN // 10000} or newer is needed."
        )


def check_redis(url: str) -> str | None:
    """Refuse a `REDIS_URL` that does not answer; a warning when it may throw jobs away."""
    try:
        with connect_to(
            url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS, retry=None
        ) as client:
            client.ping()
            policy = client.info("memory").get("maxmemory_policy", "noeviction")
    except (redis.RedisError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise StartError(f"REDIS_URL ({_address(url)}) cannot be reached: {reason}") from error
    if policy != "noeviction":
        return f"Warning: Redis has maxmemory-policy {policy}; set noeviction so no job is lost."
    return None


def _address(url: str) -> str:
    """Hosts with their ports and the name behind them; never the user or the password."""
    try:
        parts = urlsplit(url)
        hosts = parts.netloc.rpartition("@")[2] or dict(parse_qsl(parts.query)).get("host", "")
        _ = [urlsplit(f"//{host}").port for host in hosts.split(",")]
    except ValueError:
        return "not a valid address"
    return f"{hosts}{parts.path}"
