"""Secrets come from the environment or from files, and a weak one stops the start in production."""

import base64
import os
from pathlib import Path

import pytest

from service.secret_rules import KEY_BYTES, fault_of_key, fault_of_password
from service.settings import Settings, SettingsError

NAMES = ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING")
STRONG = "postgresql://credit:kJ7-pQw2_nX9vTz4@db.internal/credit"
WEAK_KEYS = {
    "all equal": b"\x07" * KEY_BYTES,
    "two values": b"\x00\xff" * (KEY_BYTES // 2),
    "counted up": bytes(range(KEY_BYTES)),
    "counted in sevens": bytes(7 * number % 256 for number in range(KEY_BYTES)),
    "a repeated word": (b"credit-window" * 3)[:KEY_BYTES],
    "typed": b"Correct horse battery staple! 42",
    "hexadecimal digits": os.urandom(KEY_BYTES // 2).hex().encode(),
    "too short": os.urandom(KEY_BYTES - 1),
    "too long": os.urandom(KEY_BYTES + 1),
}


def encoded(key: bytes) -> str:
    return base64.b64encode(key).decode()


def environment(tmp_path: Path, **values: str) -> dict[str, str]:
    keys = {f"CREDIT_{name}_KEY": encoded(os.urandom(KEY_BYTES)) for name in NAMES}
    return keys | {
        "CREDIT_ENV": "production",
        "CREDIT_VAR": str(tmp_path),
        "CREDIT_PUBLIC_URL": "https://credit.example",
        **values,
    }


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environ)
    return str(caught.value)


@pytest.mark.parametrize("kind", WEAK_KEYS)
def test_a_key_that_no_generator_made_is_refused(tmp_path, kind):
    text = encoded(WEAK_KEYS[kind])
    sentence = refusal(environment(tmp_path, CREDIT_DATA_KEY=text))
    assert sentence.startswith("CREDIT_DATA_KEY is weak")
    assert text not in sentence


def test_random_keys_are_taken():
    assert [fault_of_key(os.urandom(KEY_BYTES)) for _ in range(5000)] == [None] * 5000


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o660, 0o602])
def test_a_secret_file_that_others_can_read_or_change_is_refused(tmp_path, mode):
    file = tmp_path / "data_key"
    file.write_text(encoded(os.urandom(KEY_BYTES)))
    file.chmod(mode)
    sentence = refusal(environment(tmp_path, CREDIT_DATA_KEY_FILE=str(file)))
    assert "can be read or changed by others" in sentence
    assert str(file) in sentence


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640])
def test_a_secret_file_of_its_owner_and_group_is_taken(tmp_path, mode):
    file = tmp_path / "data_key"
    key = os.urandom(KEY_BYTES)
    file.write_text(encoded(key))
    file.chmod(mode)
    settings = Settings.from_env(environment(tmp_path, CREDIT_DATA_KEY_FILE=str(file)))
    assert settings.data_key == key


@pytest.mark.parametrize("password", ["postgres", "Passw0rd", "changeme-please", "demo-admin-demo",
                                      "aaaaaaaaaaaaaaaa", "kJ7-pQw"])  # fmt: skip
@pytest.mark.parametrize("variable", ["DATABASE_URL", "REDIS_URL"])
def test_a_default_or_short_password_of_a_server_is_refused(tmp_path, variable, password):
    scheme = "postgresql" if variable == "DATABASE_URL" else "redis"
    url = f"{scheme}://credit:{password}@db.internal/0"
    sentence = refusal(environment(tmp_path, **{variable: url}))
    assert sentence.startswith(f"{variable} holds a weak password")
    assert password not in sentence
    assert Settings.from_env(environment(tmp_path, **{variable: url}, CREDIT_ENV="test"))


def test_a_long_random_password_may_hold_a_word_by_chance():
    assert fault_of_password("redis://:x7Kq-root-9vLmPz4TnWq2ydR@host/0") is None
    assert fault_of_password("postgresql://host/credit") is None


def test_an_address_with_a_password_may_come_from_a_file(tmp_path):
    file = tmp_path / "database"
    file.write_text(STRONG + "\n")
    file.chmod(0o600)
    settings = Settings.from_env(environment(tmp_path, DATABASE_URL_FILE=str(file)))
    assert settings.database_url == STRONG.replace("postgresql", "postgresql+psycopg")
    file.chmod(0o644)
    assert "DATABASE_URL_FILE" in refusal(environment(tmp_path, DATABASE_URL_FILE=str(file)))


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("CREDIT_PUBLIC_URL", "http://credit.example"),
        ("CREDIT_SMS_URL", "http://sms.example/send"),
    ],
)
def test_production_gives_and_takes_nothing_over_an_open_line(tmp_path, variable, url):
    environ = environment(tmp_path, CREDIT_SMS_KEY=encoded(os.urandom(KEY_BYTES)))
    assert f"{variable} must begin with https://" in refusal(environ | {variable: url})
    assert Settings.from_env(environ | {variable: "http://127.0.0.1:8000"})


@pytest.mark.parametrize("count", ["-1", "6", "one", "²"])
def test_the_number_of_proxies_is_a_number(tmp_path, count):
    assert "CREDIT_PROXIES" in refusal(environment(tmp_path, CREDIT_PROXIES=count))


def test_no_secret_is_in_what_python_shows_of_the_settings(tmp_path):
    settings = Settings.from_env(
        environment(tmp_path, DATABASE_URL=STRONG, REDIS_URL="redis://:kJ7-pQw2_nX9vTz4@r/0")
    )
    assert "kJ7-pQw2" not in repr(settings)
