"""Whether the systems the service talks to accept a connection, where they are configured."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import current_app

from service.doctor.limits import REACH_SECONDS_MAX
from service.doctor.registry import Finding, Kind
from service.messages import Message, msg
from service.problems import Problem
from service.scanner import scan
from service.settings import Settings

PORTS = {"smtp": 25, "smtps": 465, "http": 80, "https": 443}


def look_outside() -> Iterator[Finding]:
    """Mail, SMS, the scanner and every target; nothing is sent to them."""
    settings: Settings = current_app.config["SETTINGS"]
    yield from _reached(msg("邮件服务器"), settings.smtp_url, "CREDIT_SMTP_URL")
    yield from _reached(msg("短信网关"), settings.sms_url, "CREDIT_SMS_URL")
    for code, target in sorted(settings.targets.items()):
        variable = f"CREDIT_TARGET_{code.upper()}_URL"
        yield from _reached(msg("系统接口 {code}", code=code), target.url, variable)
    if settings.scanner:
        yield _scanner()


def _reached(label: Message, url: str, variable: str) -> Iterator[Finding]:
    if not url:
        return
    parts = urlsplit(url)
    place = (parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0))
    try:
        socket.create_connection(place, REACH_SECONDS_MAX).close()
    except OSError as error:
        yield Finding(
            label,
            Kind.warn,
            msg("{host} 连接不上（{error}）", host=place[0], error=type(error).__name__),
            msg("检查 {variable}、网络和防火墙；恢复后积压的内容自动发出。", variable=variable),
        )
    else:
        yield Finding(label, Kind.ok, msg("{host} 可以连接", host=place[0]))


def _scanner() -> Finding:
    label = msg("病毒扫描")
    try:
        scan(b"credit-window doctor")
    except Problem:
        return Finding(
            label,
            Kind.bad,
            msg("没有应答，现在不能上传任何文件"),
            msg("启动扫描程序，或检查 CREDIT_SCANNER。"),
        )
    return Finding(label, Kind.ok, msg("可用"))
