"""Keeps a file between its trial and its import, and the refused rows for the download.

One of each for a community, the latest: the next file takes their place.
"""

import io
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import delete

from scoring.communities.limits import PLACE_FILE_BYTES_MAX
from scoring.communities.locking import held_community
from scoring.communities.models import Community
from service.database import db, transaction
from service.files import StoredFile, open_stored, store
from service.messages import msg
from service.problems import NotFound

UPLOAD = "places_upload"
REFUSED = "places_refused"


def keep(community: Community, kind: str, stream: BinaryIO, filename: str) -> UUID:
    """Keep a file in the place of the former one. Raises `FileTooLarge`."""
    with transaction():
        drop(community, kind)
        kept = store(stream, filename, max_bytes=PLACE_FILE_BYTES_MAX)
        community.settings = community.settings | {kind: str(kept.id)}
    return kept.id


def keep_bytes(community: Community, kind: str, content: bytes, filename: str) -> UUID:
    """The same for what is in memory."""
    return keep(community, kind, io.BytesIO(content), filename)


def drop(community: Community, kind: str) -> None:
    """Forget a file that is no longer needed."""
    with transaction() as session:
        community = held_community(session, community.code)
        held = community.settings.get(kind)
        if held is not None:
            session.execute(delete(StoredFile).where(StoredFile.id == UUID(held)))
            rest = {name: value for name, value in community.settings.items() if name != kind}
            community.settings = rest


def kept(community: Community, kind: str, file_id: UUID | None = None) -> StoredFile:
    """The file kept, which must be `file_id` when that is given. Raises `NotFound`."""
    held = community.settings.get(kind)
    if held is None or (file_id is not None and held != str(file_id)):
        raise NotFound(msg("这个文件已处理过，或被新上传的文件取代。请重新上传。"))
    return db.session.get_one(StoredFile, UUID(held))


def opened(file: StoredFile) -> BinaryIO:
    """Its content."""
    return open_stored(file.id)
