"""Uploaded files: kept encrypted, in pieces, in the database."""

from service.files.models import StoredFile
from service.files.store import FileTooLarge, open_stored, store

__all__ = ["FileTooLarge", "StoredFile", "open_stored", "store"]
