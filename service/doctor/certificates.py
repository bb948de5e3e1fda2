"""Whether the certificates this installation proves itself with will soon be over."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from cryptography import x509
from flask import Flask, current_app

from service import clock
from service.doctor.registry import Finding, Kind, add_check
from service.messages import Message, msg

WARN_DAYS = 45
"""They are made anew from 60 days before their end on (`deploy/make_certificate.sh`)."""
BAD_DAYS = 7
IN_ADDRESSES = ("sslcert", "sslrootcert", "ssl_certfile", "ssl_ca_certs")
"""Arguments of the addresses of PostgreSQL and Redis that name certificates."""
WEB_SERVER = ("GRANIAN_SSL_CERTIFICATE", "GRANIAN_SSL_KEYFILE")
"""What the web server itself reads to speak TLS; one is nothing without the other."""
_LABEL = msg("证书有效期")
_REMEDY = msg("运行 deploy/make_certificate.sh 换发，再让使用它的进程重新读取。")


def init_certificates(app: Flask) -> None:
    """Have them looked at."""
    add_check(app, "certificates", look_at_certificates)


def look_at_certificates() -> Iterator[Finding]:
    """One line for each that is nearly over or cannot be read; one when all are well."""
    paths = sorted(_named())
    wrong = [finding for path in paths if (finding := _judge(Path(path))) is not None]
    if len([name for name in WEB_SERVER if os.environ.get(name)]) == 1:
        told = msg("{first} 和 {second} 只给了一个", first=WEB_SERVER[0], second=WEB_SERVER[1])
        wrong.append(Finding(_LABEL, Kind.bad, told, msg("两个都给，或都不给。")))
    yield from wrong
    if paths and not wrong:
        yield Finding(_LABEL, Kind.ok, msg("{count} 份证书都在有效期内", count=len(paths)))


def _named() -> set[str]:
    settings = current_app.config["SETTINGS"]
    addresses = (settings.database_url, settings.replica_url, settings.redis_url)
    found = {
        value
        for address in addresses
        for name, value in parse_qsl(urlsplit(address).query)
        if name in IN_ADDRESSES
    }
    own = os.environ.get(WEB_SERVER[0])
    return found | {own} if own else found


def _judge(path: Path) -> Finding | None:
    try:
        end = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return Finding(_LABEL, Kind.bad, msg("{file} 不能读取", file=path.name), _REMEDY)
    left = end - clock.now()
    if left > timedelta(days=WARN_DAYS):
        return None
    kind = Kind.bad if left <= timedelta(days=BAD_DAYS) else Kind.warn
    return Finding(_LABEL, kind, _told(path.name, end, left), _REMEDY)


def _told(name: str, end: datetime, left: timedelta) -> Message:
    if left < timedelta():
        return msg("{file} 已于 {day} 到期", file=name, day=f"{end:%Y-%m-%d}")
    return msg("{file} 将于 {day} 到期", file=name, day=f"{end:%Y-%m-%d}")
