"""Settings: each fault of the environment is one sentence that says what to do."""

import base64
import os
import stat

import pytest

from service.settings import KEY_BYTES, Settings, SettingsError

NAMES = ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING")


def key() -> str:
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def environment(tmp_path, **values: str) -> dict[str, str]:
    keys = {f"CREDIT_{name}_KEY": key() for name in NAMES}
    return keys | {"CREDIT_ENV": "test", "CREDIT_VAR": str(tmp_path)} | values


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environ)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("CREDIT_ENV", "prod", "CREDIT_ENV"),
        ("PORT", "0", "PORT"),
        ("PORT", "65536", "PORT"),
        ("PORT", "²", "PORT"),
        ("PORT", "８０００", "PORT"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql://u:secret@host:port/x", "DATABASE_URL"),
        ("REDIS_URL", "http://x", "REDIS_URL"),
        ("REDIS_URL", "redis+sentinel://u:secret@host:1", "REDIS_URL"),
        ("REDIS_URL", "redis://u:secret@host:port/0", "REDIS_URL"),
        ("CREDIT_SMTP_URL", "smtp://u:sec/ret@host?from=a@b", "CREDIT_SMTP_URL"),
        ("CREDIT_SMTP_URL", "smtp://u:secret@host:port?from=a@b", "CREDIT_SMTP_URL"),
        ("CREDIT_SMTP_URL", "smtp://[::1?from=a@b", "CREDIT_SMTP_URL"),
        ("CREDIT_SMS_URL", "https://host:port", "CREDIT_SMS_URL"),
        ("CREDIT_PUBLIC_URL", "https://[::1", "CREDIT_PUBLIC_URL"),
        ("CREDIT_PROXIES", "-1", "CREDIT_PROXIES"),
        ("CREDIT_REPLICA_LAG_SECONDS", "0", "CREDIT_REPLICA_LAG_SECONDS"),
        ("CREDIT_DISTRICT", "西湖区", "CREDIT_DISTRICT"),
        ("CREDIT_WEB_WORKERS", "many", "CREDIT_WEB_WORKERS"),
        ("CREDIT_DATA_KEY", "not base64!", "CREDIT_DATA_KEY"),
        ("CREDIT_DATA_KEY", base64.b64encode(bytes(KEY_BYTES)).decode(), "weak"),
        ("CREDIT_DATA_KEY", base64.b64encode(bytes(range(KEY_BYTES - 1))).decode(), "weak"),
        ("CREDIT_DATA_KEY", base64.b64encode(bytes(range(KEY_BYTES + 1))).decode(), "weak"),
        ("CREDIT_DATA_KEY_FILE", "/nowhere/key", "/nowhere/key"),
        ("CREDIT_DATA_KEY_FILE", "/", "CREDIT_DATA_KEY_FILE"),
    ],
)
def test_a_fault_is_named(tmp_path, variable, value, named):
    sentence = refusal(environment(tmp_path, **{variable: value}))
    assert named in sentence
    assert "secret" not in sentence


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", "密钥".encode()])
def test_a_key_file_without_a_key_is_named(tmp_path, content):
    file = tmp_path / "key"
    file.write_bytes(content)
    assert str(file) in refusal(environment(tmp_path, CREDIT_DATA_KEY_FILE=str(file)))


def test_a_key_may_come_from_a_file(tmp_path):
    text = key()
    (tmp_path / "key").write_text(text + "\n", encoding="ascii")
    settings = Settings.from_env(environment(tmp_path, CREDIT_DATA_KEY_FILE=str(tmp_path / "key")))
    assert settings.data_key == base64.b64decode(text)


def test_one_key_for_two_purposes_is_refused(tmp_path):
    same = key()
    sentence = refusal(environment(tmp_path, CREDIT_DATA_KEY=same, CREDIT_INDEX_KEY=same))
    assert "CREDIT_DATA_KEY" in sentence
    assert "CREDIT_INDEX_KEY" in sentence


@pytest.mark.parametrize("name", NAMES)
def test_production_makes_up_no_secret(tmp_path, name):
    environ = environment(
        tmp_path, CREDIT_ENV="production", CREDIT_PUBLIC_URL="https://credit.example"
    )
    del environ[f"CREDIT_{name}_KEY"]
    assert f"CREDIT_{name}_KEY is not set" in refusal(environ)
    assert not (tmp_path / "secrets").exists()


def test_production_makes_up_no_address_for_its_papers(tmp_path):
    sentence = refusal(environment(tmp_path, CREDIT_ENV="production"))
    assert "CREDIT_PUBLIC_URL is not set" in sentence


def test_development_keeps_its_secrets_for_the_next_start(tmp_path):
    environ = {"CREDIT_VAR": str(tmp_path)}
    first, second = Settings.from_env(environ), Settings.from_env(environ)
    assert first == second
    files = sorted((tmp_path / "secrets").iterdir())
    assert len(files) == len(NAMES)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_damaged_secret_is_named_and_not_replaced(tmp_path):
    Settings.from_env({"CREDIT_VAR": str(tmp_path)})
    damaged = tmp_path / "secrets" / "data_key"
    damaged.write_bytes(b"short")
    assert str(damaged) in refusal({"CREDIT_VAR": str(tmp_path)})
    assert damaged.read_bytes() == b"short"


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    folder = str(tmp_path / "file" / "var")
    assert folder in refusal({"CREDIT_VAR": folder})


def test_secrets_are_not_in_the_repr(tmp_path):
    settings = Settings.from_env(environment(tmp_path))
    for name in ("secret_key", "data_key", "index_key", "audit_key", "signing_key"):
        assert name not in repr(settings)


@pytest.mark.parametrize(
    "given", ["postgres://h/d", "postgresql://h/d", "postgresql+psycopg://h/d"]
)
def test_the_usual_spellings_of_a_database_are_understood(tmp_path, given):
    settings = Settings.from_env(environment(tmp_path, DATABASE_URL=given))
    assert settings.database_url == "postgresql+psycopg://h/d"
