"""Addresses of targets: read as a whole, and each fault is one sentence that names its variable."""

import base64

import pytest

from service.settings import Settings, SettingsError
from service.targets import KEYS_MAX, TargetAddress
from tests.test_settings import environment

URL, KEY = "CREDIT_TARGET_CREDIT_CHINA_URL", "CREDIT_TARGET_CREDIT_CHINA_KEY"
RAW = bytes(range(32))
TEXT = base64.b64encode(RAW).decode()
ADDRESS = "https://target.example/exchange/effects"


def targets(tmp_path, **values: str) -> dict[str, TargetAddress]:
    return dict(Settings.from_env(environment(tmp_path, **values)).targets)


def refusal(tmp_path, **values: str) -> str:
    with pytest.raises(SettingsError) as caught:
        targets(tmp_path, **values)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_without_any_there_is_none(tmp_path):
    assert targets(tmp_path) == {}
    assert targets(tmp_path, **{URL: "", KEY: ""}) == {}


def test_a_target_has_its_address_and_keys(tmp_path):
    other = base64.b64encode(bytes(32)).decode()
    found = targets(tmp_path, **{URL: ADDRESS, KEY: f"{TEXT}, {other}"})
    assert found == {"credit_china": TargetAddress(ADDRESS, (RAW, bytes(32)))}


def test_the_key_may_stand_in_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text(TEXT + "\n")
    found = targets(tmp_path, **{URL: ADDRESS, f"{KEY}_FILE": str(file)})
    assert found["credit_china"].keys == (RAW,)
    assert f"{KEY}_FILE" in refusal(tmp_path, **{URL: ADDRESS, f"{KEY}_FILE": "/nowhere"})


@pytest.mark.parametrize(
    "key",
    ["", "x", "AAAA", base64.b64encode(bytes(33)).decode(), ",".join([TEXT] * (KEYS_MAX + 1))],
)
def test_a_bad_key_is_named(tmp_path, key):
    assert KEY in refusal(tmp_path, **{URL: ADDRESS, KEY: key})


@pytest.mark.parametrize(
    "url",
    [
        "target.example/x",
        "ftp://target.example/x",
        "file:///etc/passwd",
        "https:///x",
        "https://user:secret@target.example/x",
        "https://target.example/x?next=y",
        "https://target.example/x#y",
        "https://target.example:99999/x",
        "https://target.example/x y",
        "https://target.example/x\r\nHost: other",
        "https://tar\u200bget.example/x",
        "https://[::1/x",
    ],
)
def test_an_address_is_a_host_and_a_path_and_nothing_else(tmp_path, url):
    told = refusal(tmp_path, **{URL: url, KEY: TEXT})
    assert URL in told
    assert "secret" not in told


@pytest.mark.parametrize(
    "url",
    [
        "http://10.20.30.40:8080/exchange",
        "http://localhost:9/",
        "https://target.example",
        "https://[::1]:8443/effects",
        "https://xn--fiqs8s.example/a-b_c~d.e/",
    ],
)
def test_an_ordinary_address_is_taken(tmp_path, url):
    assert targets(tmp_path, **{URL: url, KEY: TEXT})["credit_china"].url == url


def test_production_speaks_tls_but_to_itself(tmp_path):
    given = {"CREDIT_ENV": "production", "CREDIT_PUBLIC_URL": "https://credit.example", KEY: TEXT}
    assert "https" in refusal(tmp_path, **given, **{URL: "http://target.example/x"})
    assert "https" in refusal(tmp_path, **given, **{URL: "http://10.0.0.1/x"})
    for url in ("http://127.0.0.1:1/x", "http://localhost:1/x", ADDRESS):
        assert targets(tmp_path, **given, **{URL: url})["credit_china"].url == url


def test_a_key_without_an_address_is_a_mistake(tmp_path):
    assert KEY in refusal(tmp_path, **{KEY: TEXT})


def test_a_file_of_certificates_must_exist(tmp_path):
    ca = "CREDIT_TARGET_CREDIT_CHINA_CA_FILE"
    assert ca in refusal(tmp_path, **{URL: ADDRESS, KEY: TEXT, ca: str(tmp_path / "none.pem")})
    (tmp_path / "ca.pem").write_text("")
    found = targets(tmp_path, **{URL: ADDRESS, KEY: TEXT, ca: str(tmp_path / "ca.pem")})
    assert found["credit_china"].ca_file == str(tmp_path / "ca.pem")
