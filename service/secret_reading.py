"""Where secrets come from: the environment, files it names, and in development `var/secrets`."""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from service.secret_rules import KEY_BYTES, fault_of_file, fault_of_key


class SettingsError(Exception):
    """The environment does not describe a service that may start; the message says what to do."""


def read_secret(name: str, environ: Mapping[str, str], env: str, var_dir: Path) -> bytes:
    """The key of that name. Raises `SettingsError`."""
    variable = f"CREDIT_{name.upper()}"
    text = environ.get(variable, "")
    if file := environ.get(f"{variable}_FILE"):
        text = secret_file(f"{variable}_FILE", file, env)
    if text:
        return _decode(variable, text)
    if env == "production":
        raise SettingsError(
            f"{variable} is not set. Give {KEY_BYTES} random bytes in base64, in {variable} "
            f"or in a file named by {variable}_FILE."
        )
    return _development_secret(name, var_dir)


def secret_file(variable: str, file: str, env: str) -> str:
    """The text of a file that holds a secret. Raises `SettingsError`."""
    text = file_text(variable, file)
    if env == "production" and (fault := fault_of_file(Path(file))):
        raise SettingsError(f"{variable} names '{file}', which {fault}.")
    return text


def file_text(variable: str, file: str) -> str:
    """The text of a file. Raises `SettingsError` when it cannot be read or holds none."""
    try:
        text = Path(file).read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(f"{variable} names '{file}': {error.strerror}.") from error
    except ValueError as error:
        raise SettingsError(f"{variable} names '{file}', which is not plain text.") from error
    if not text:
        raise SettingsError(f"{variable} names '{file}', which is empty.")
    return text


def _decode(variable: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise SettingsError(f"{variable} is not valid base64.") from error
    if fault := fault_of_key(key):
        raise SettingsError(f"{variable} {fault}.")
    return key


def _development_secret(name: str, var_dir: Path) -> bytes:
    """Made once and kept, so that a second start reads what the first one wrote."""
    folder = var_dir / "secrets"
    try:
        key = _kept_secret(name, folder)
    except OSError as error:
        raise SettingsError(f"Cannot write the secrets in {folder}: {error.strerror}.") from error
    if len(key) != KEY_BYTES:
        raise SettingsError(
            f"{folder / name} is damaged: it must hold {KEY_BYTES} bytes. Put back a copy of it; "
            "without it the data it sealed cannot be read."
        )
    return key


def _kept_secret(name: str, folder: Path) -> bytes:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        fresh = folder / f".{name}.{os.getpid()}"
        try:
            fresh.touch(mode=0o600)
            fresh.write_bytes(secrets.token_bytes(KEY_BYTES))
            os.link(fresh, path)  # atomic: of two first starts, one wins and both read the same
        except FileExistsError:
            pass
        finally:
            fresh.unlink(missing_ok=True)
    return path.read_bytes()
