"""What a caller hands in to be tried: a file or the number of a version, never both."""

from typing import Any, BinaryIO

from flask import current_app

from credit.checks.preview.draft import Draft, draft_of_file, draft_of_version
from credit.checks.preview.problems import NoDraft
from credit.rules.load import read_upload
from credit.rules.vocabulary import Purpose
from service.messages import msg
from service.problems import FieldError
from service.settings import Settings


def draft_of(upload: Any, rule_set: int | None, purpose: Purpose | None) -> Draft:
    """The draft of an upload or of a stored version. Raises `NoDraft` and `InvalidRules`."""
    if upload is not None and rule_set is None:
        return draft_of_stream(upload.stream, upload.filename or "rules.yaml", purpose)
    if upload is None and rule_set is not None:
        return draft_of_version(rule_set)
    fault = FieldError("file", "one-of", msg("文件与版本编号须给出一个，且只给一个。"))
    raise NoDraft(msg("请上传规则表草案，或指明一个已导入的版本。"), errors=[fault])


def draft_of_stream(stream: BinaryIO, filename: str, purpose: Purpose | None) -> Draft:
    """The draft of an open file."""
    settings: Settings = current_app.config["SETTINGS"]
    return draft_of_file(read_upload(stream), filename, purpose, settings.district)
