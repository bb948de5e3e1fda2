"""What is written in `deploy/` exists: commands, settings, ports, addresses, secrets.

The files are also given to the programs they are for, where this machine has them:
systemd-analyze, nginx, bash.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from service.app import REQUEST_BYTES_MAX
from service.operating import STOP_SECONDS
from service.settings import Settings
from service.web.headers import HEADERS
from tests.deploy.files import (
    COMPOSE,
    DEPLOY,
    DOCKERFILE,
    NGINX,
    OURS,
    ROOT,
    UNITS,
    commands,
    unit,
    unit_environment,
)

PORT = "8000"
PROCESSES = {"web", "relay", "scheduler", "worker", "migrate"}
OWNERS = {("database_url", "credit-window-migrate")}
"""Where the owner of the tables signs in: at the migration alone."""
ADDRESSES = ("/sign-in", "/points/XH-01/lobby", "/healthz", "/readyz", "/metrics")
ADDRESSES += ("/api/v1/queries", "/api/v1/check-batches", "/static/css/tokens.css")


@pytest.fixture(scope="module")
def secrets(tmp_path_factory) -> Path:
    """The folder that `make_secrets.sh` fills; run twice, it changes nothing."""
    folder = tmp_path_factory.mktemp("deploy")
    for script in ("make_secrets.sh", "make_certificate.sh"):
        shutil.copy(DEPLOY / script, folder)
    made = []
    for _ in range(2):
        subprocess.run(["bash", folder / "make_secrets.sh"], check=True, capture_output=True)
        files = [path for path in (folder / "secrets").iterdir() if path.is_file()]
        made.append({path.name: path.read_bytes() for path in files})
    assert made[0] == made[1]
    return folder / "secrets"


def test_every_command_exists(app: Flask):
    known = {
        f"{group.name} {name}"
        for group in app.cli.commands.values()
        for name in getattr(group, "commands", {})
    }
    for where, words in commands().items():
        assert Path(words[0]).name == "python", where
        module, *rest = words[words.index("-m") + 1 :]
        if module == "flask":
            assert rest[:2] == ["--app", "wsgi"], where
            assert " ".join(rest[2:]) in known, where
        else:
            source = (ROOT / "service" / "supervise" / "__main__.py").read_text(encoding="utf-8")
            assert module == "service.supervise", where
            assert f'add_parser("{rest[0]}"' in source, where
    started = {name.removesuffix("@").removeprefix("credit-window-") for name in _stems()}
    assert started == PROCESSES
    assert set(OURS) == PROCESSES


def _stems() -> set[str]:
    return {path.stem for path in UNITS}


def test_every_setting_exists_and_they_make_a_production_service(secrets: Path, tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    environments = {name: dict(one["environment"]) for name, one in OURS.items()}
    environments |= {path.name: unit_environment(path) for path in UNITS}
    for where, environ in environments.items():
        for name in environ:
            plain = name.removesuffix("_FILE")
            assert f"`{plain}`" in readme or name == "PYTHONUNBUFFERED", (where, name)
        here = {
            name: re.sub(r"^(/run/secrets|%d)/", f"{secrets}/", value)
            for name, value in environ.items()
        }
        here |= {"CREDIT_PUBLIC_URL": "https://credit.example.gov.cn", "CREDIT_DISTRICT": "330106"}
        settings = Settings.from_env(here | {"CREDIT_VAR": str(tmp_path), "PORT": PORT})
        assert settings.in_production
        assert settings.proxies == 1, where
        assert "@replica:5432/credit_window" in settings.replica_url, where
        assert settings.redis_url.startswith("rediss://redis:6379/0?"), where
        named = re.findall(
            r"=/run/secrets/([\w.]+)", f"{settings.database_url} {settings.redis_url}"
        )
        assert set(named) <= set(COMPOSE["secrets"]), where
        if where in OURS:
            assert set(named) <= set(OURS[where]["secrets"]), where


def test_every_secret_is_a_file_and_none_is_written_down(secrets: Path):
    for name, one in COMPOSE["secrets"].items():
        assert (secrets.parent / one["file"]).is_file(), name
        open_to_all = name == "ca.crt"
        assert bool((secrets.parent / one["file"]).stat().st_mode & 0o077) == open_to_all, name
    for path in UNITS:
        for credential in unit(path)["LoadCredentialEncrypted"]:
            name, _, place = credential.partition(":")
            file = "owner_url" if (name, path.stem) in OWNERS else name
            assert (secrets / file).is_file(), path
            assert place == f"/etc/credit-window/secrets/{file}"
    for one in COMPOSE["services"].values():
        assert set(one.get("secrets", ())) <= set(COMPOSE["secrets"])
        assert not [name for name in one.get("environment", {}) if name.endswith("_PASSWORD")]
    owners = {name for name, one in OURS.items() if "owner_url" in one["secrets"]}
    assert owners == {"migrate"}
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_ports_and_sizes_agree():
    assert f"PORT={PORT}" in DOCKERFILE
    assert f"EXPOSE {PORT}" in DOCKERFILE
    upstream = (DEPLOY / "nginx" / "upstream-compose.conf").read_text(encoding="utf-8")
    assert f"server web:{PORT} " in upstream
    assert f"https://127.0.0.1:{PORT}/readyz" in OURS["web"]["healthcheck"]["test"][-1]
    size = re.search(r"client_max_body_size\s+(\d+)m;", NGINX)
    assert size is not None
    assert int(size[1]) << 20 == REQUEST_BYTES_MAX


def test_whoever_stops_a_process_waits_longer_than_it_takes():
    for path in UNITS:
        given = unit(path).get("TimeoutStopSec")
        assert given is None or int(given[0]) >= STOP_SECONDS + 5, path
        assert given is not None or "oneshot" in unit(path)["Type"], path
    for name, one in OURS.items():
        assert int(one["stop_grace_period"].removesuffix("s")) >= STOP_SECONDS + 5, name


def test_nobody_is_root_and_every_server_is_watched():
    assert re.search(r"^USER credit$", DOCKERFILE, re.MULTILINE)
    for path in UNITS:
        found = unit(path)
        assert found["User"] == ["credit-window"], path
        for name in ("NoNewPrivileges", "PrivateTmp", "ProtectHome", "RestrictNamespaces"):
            assert found[name] == ["yes"], (path, name)
        assert found["ProtectSystem"] == ["strict"], path
        assert found["CapabilityBoundingSet"] == [""], path
    for name, one in OURS.items():
        assert one["read_only"], name
        assert one["cap_drop"] == ["ALL"], name
    for name in ("database", "replica", "redis", "web", "proxy"):
        assert COMPOSE["services"][name]["healthcheck"]["test"], name
    assert COMPOSE["networks"]["inside"]["internal"]
    assert [name for name, one in COMPOSE["services"].items() if "ports" in one] == ["proxy"]


def test_the_proxy_adds_nothing_of_ours_and_knows_our_addresses(app: Flask):
    added = {name.lower() for name in re.findall(r"add_header\s+(\S+)", NGINX)}
    assert not added & {name.lower() for name in (*HEADERS, "Strict-Transport-Security")}
    assert "proxy_set_header        X-Forwarded-For $remote_addr;" in NGINX
    adapter = app.url_map.bind("localhost")
    patterns = re.findall(r"location (=|~)? ?(\S+) \{", NGINX)
    for address in ADDRESSES:
        try:
            adapter.match(address)
        except MethodNotAllowed:
            pass
        except NotFound:
            pytest.fail(f"{address} is not ours")
        assert any(
            {"=": address == text, "~": bool(re.search(text, address))}.get(
                kind, address.startswith(text)
            )
            for kind, text in patterns
            if text != "/"
        ), address


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_understands_the_units(tmp_path):
    python = shutil.which("python3")
    for path in (*UNITS, DEPLOY / "systemd" / "credit-window.target"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("/opt/credit-window/.venv/bin/python", str(python))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx on this machine")
def test_nginx_understands_its_file(tmp_path):
    (tmp_path / "tls").mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=x",
         "-keyout", tmp_path / "tls/privkey.pem", "-out", tmp_path / "tls/fullchain.pem"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    for name, upstream in (("hosts", "upstream-hosts.conf"), ("log", "log-format.conf")):
        shutil.copy(DEPLOY / "nginx" / upstream, tmp_path / f"{name}.conf")
    site = NGINX.replace("/etc/nginx/tls", str(tmp_path / "tls"))
    site = site.replace("/etc/nginx/credit-window-upstream.conf", str(tmp_path / "hosts.conf"))
    site = site.replace("/var/log/nginx", str(tmp_path))
    site = site.replace("/etc/nginx/credit-window-ca.crt", str(tmp_path / "tls/fullchain.pem"))
    (tmp_path / "site.conf").write_text(site, encoding="utf-8")
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; "
    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        whole += f"{kind}_temp_path {tmp_path}/{kind}; "
    whole += f"include {tmp_path}/log.conf; include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_command_by_hand_gets_what_the_units_get(tmp_path):
    told = tmp_path / "systemd-run"
    told.write_text('#!/bin/bash\nprintf "%s\\n" "$@"\n')
    told.chmod(0o755)
    done = subprocess.run(
        ["bash", DEPLOY / "systemd" / "credit-window.sh", "audit", "verify"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    given = done.stdout.splitlines()
    found = unit(next(path for path in UNITS if "web" in path.name))
    for credential in found["LoadCredentialEncrypted"]:
        assert f"LoadCredentialEncrypted={credential}" in given
    for line in found["Environment"]:
        if "%d" in line:
            assert f"Environment={line}" in given
    assert given[-7:] == [given[-7], "-m", "flask", "--app", "wsgi", "audit", "verify"]


def test_shell_scripts_can_be_read():
    for path in DEPLOY.rglob("*.sh"):
        subprocess.run(["bash", "-n", path], check=True)
        assert path.stat().st_mode & 0o111, path
