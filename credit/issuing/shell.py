"""What the switch hangs into the house: navigation, names for the trail, the doctor, a metric."""

from flask import Flask

from credit.issuing import service
from service.audit.naming import name_audit_terms
from service.doctor.registry import Finding, Kind, add_check
from service.messages import msg
from service.observability.gauges import add_metrics
from service.observability.sheet import Sheet
from service.web.shell import shell_of


def _look() -> list[Finding]:
    now = service.standing()
    label = msg("出具证明")
    if now is None or not now.stopped:
        return [Finding(label, Kind.ok, msg("正常"))]
    return [
        Finding(
            label,
            Kind.warn,
            msg("已暂停：{reason}", reason=now.reason),
            msg("查明并处理后，运行 flask --app wsgi certificates resume 恢复。"),
        )
    ]


def _measure(sheet: Sheet) -> None:
    now = service.standing()
    stopped = now is not None and now.stopped
    sheet.gauge("credit_certificates_stopped", "Whether no certificate is issued", stopped)


def init_issuing(app: Flask) -> None:
    """Register with shell, trail, doctor and metrics."""
    shell_of(app).nav_item(msg("出具证明开关"), "issuing.show", "certificates.switch", order=72)
    name_audit_terms(
        actions={
            "certificates.stopped": msg("暂停出具证明"),
            "certificates.resumed": msg("恢复出具证明"),
        },
        objects={service.OBJECT: msg("出具证明")},
    )
    add_check(app, "credit.issuing", _look)
    add_metrics(app, _measure)
