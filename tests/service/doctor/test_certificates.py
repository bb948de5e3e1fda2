"""Certificates that will soon be over are told long before anything stops."""

import subprocess
from dataclasses import replace
from datetime import timedelta

import time_machine

from service import clock
from service.doctor.certificates import look_at_certificates
from service.doctor.registry import Kind
from service.settings import REPOSITORY


def kinds() -> list[str]:
    return [finding.kind for finding in look_at_certificates()]


def test_an_installation_without_certificates_hears_nothing_of_them(app):
    assert kinds() == []


def test_a_certificate_is_well_then_a_warning_then_bad(app, settings, tmp_path, monkeypatch):
    make = REPOSITORY / "deploy" / "make_certificate.sh"
    subprocess.run([make, tmp_path, "service"], check=True, capture_output=True)
    subprocess.run([make, tmp_path, "web", "web"], check=True, capture_output=True)
    url = f"rediss://redis/0?ssl_ca_certs={tmp_path}/ca.crt&ssl_certfile={tmp_path}/service.crt"
    monkeypatch.setitem(app.config, "SETTINGS", replace(settings, redis_url=url))
    monkeypatch.setenv("GRANIAN_SSL_CERTIFICATE", str(tmp_path / "web.crt"))
    assert kinds() == [Kind.bad]
    monkeypatch.setenv("GRANIAN_SSL_KEYFILE", str(tmp_path / "web.key"))
    seen = {}
    for days in (0, 355, 392, 398):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            seen[days] = kinds()
    assert seen == {
        0: [Kind.ok],
        355: [Kind.warn] * 2,
        392: [Kind.bad] * 2,
        398: [Kind.bad] * 2,
    }
    (tmp_path / "web.crt").unlink()
    (found,) = look_at_certificates()
    assert (found.kind, "web.crt" in str(found.text)) == (Kind.bad, True)
