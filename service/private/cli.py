"""Commands that rotate the keys of private data."""

import base64
import json
import os
from pathlib import Path

import click
from flask.cli import AppGroup

from service.cli_shell import fail, refusals
from service.private.keyring import KeyringError
from service.private.rotate import change_master_key, rotate_data_key
from service.settings import KEY_BYTES

private = AppGroup("private", help="Keys of private data.")


@private.command()
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@refusals
def rotate(*, as_json: bool) -> None:
    """Make a new data key and seal all private data anew with it."""
    try:
        done = rotate_data_key()
    except KeyringError as error:
        fail(str(error))
    summary = {"key": done.key_id, "resealed": done.resealed, "kept": done.kept}
    click.echo(
        json.dumps(summary)
        if as_json
        else f"data key {done.key_id}: {done.resealed} rows sealed anew, "
        f"{done.kept} rows of append-only tables keep their key"
    )


@private.command("change-master")
@click.option("--new-key-file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@refusals
def change_master(*, new_key_file: Path | None) -> None:
    """Wrap all data keys with a new master key (base64, from a file or CREDIT_NEW_DATA_KEY)."""
    text = new_key_file.read_text() if new_key_file else os.environ.get("CREDIT_NEW_DATA_KEY", "")
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        fail(f"the new master key must be {KEY_BYTES} bytes in base64")
    try:
        count = change_master_key(key)
    except KeyringError as error:
        fail(str(error))
    click.echo(f"{count} data keys wrapped anew; set CREDIT_DATA_KEY to the new key and restart")
