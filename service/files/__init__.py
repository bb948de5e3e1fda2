"""Uploaded files: kept encrypted, in pieces, in the database."""

from service.files.models import StoredFile
from service.files.store import FileDamaged, FileTooLarge, open_stored, shown_name, store

__all__ = ["FileDamaged", "FileTooLarge", "StoredFile", "open_stored", "shown_name", "store"]
