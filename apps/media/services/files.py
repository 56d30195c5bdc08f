"""The way of a file into the storage, before it belongs to anything.

First its place is written down as loose, then the file is stored, then ``attachments`` gives it to something in the
transaction that crosses the loose place out. Killed anywhere in between, it leaves a loose file that is cleaned up.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, cast

from django.core.files import File

from apps.core.errors import CommitUnknown, DomainError
from apps.media import storage
from apps.media.inspection import accept, rewind
from apps.media.models import LooseFile
from apps.media.names import clean_name, shown_name
from apps.media.uploads import Upload


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in the storage and belongs to nothing yet."""

    filename: str
    stored_name: str
    mime_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    is_animated: bool = False


@dataclass(frozen=True)
class Refused:
    """A file that was not taken, and why."""

    filename: str
    error: DomainError

    @property
    def as_json(self) -> dict[str, str]:
        """The refusal as programs read it."""
        code, message = str(self.error.code), str(self.error)
        return {"filename": self.filename, "code": code, "message": message}


def store_file(upload: Upload, *, now: datetime) -> StoredFile:
    """Look through the file, write it anew if it is a picture, and put it into the storage.

    :raises FileRefused: it is not taken.
    :raises TooBusy: too many others wait.
    :raises StorageAway: the storage does not take it.
    """
    with upload.file as source:
        upload.require_size()
        found, content = accept(source)
        with content:
            rewind(content)
            digest = hashlib.file_digest(cast("Any", content), "sha256")
            size = content.tell()
            name = put(content, now=now)
    return StoredFile(
        filename=clean_name(upload.given_name, found["mime_type"]),
        stored_name=name,
        size=size,
        sha256=digest.hexdigest(),
        **found,
    )


@contextmanager
def stored(uploads: Iterable[Upload], *, now: datetime) -> Iterator[list[StoredFile | Refused]]:
    """The files in the storage, or why not; if the work with them fails, they go again.

    Unless nobody knows whether it failed: then cleaning up finds out later.
    """
    files = store_files(uploads, now=now)
    try:
        yield files
    except CommitUnknown:
        raise
    except Exception:
        discard(files)
        raise


def store_files(uploads: Iterable[Upload], *, now: datetime) -> list[StoredFile | Refused]:
    """Store what can be stored; of the rest, why not."""
    return [_stored_or_refused(upload, now) for upload in uploads]


def put(content: IO[bytes], *, now: datetime) -> str:
    """Store a file under a new name, as a loose one; returns the name.

    :raises StorageAway: the storage does not take it.
    """
    rewind(content)
    name = storage.new_name()
    LooseFile.objects.create(stored_name=name, since=now)
    storage.write(name, File(content))
    return name


def discard(files: Iterable[StoredFile | Refused]) -> None:
    """Delete files that nothing took; what cannot be deleted now stays loose and goes later."""
    for file in files:
        if isinstance(file, StoredFile) and storage.delete(file.stored_name):
            LooseFile.objects.filter(stored_name=file.stored_name).delete()


def _stored_or_refused(upload: Upload, now: datetime) -> StoredFile | Refused:
    try:
        return store_file(upload, now=now)
    except DomainError as error:
        return Refused(shown_name(upload.given_name), error)


def as_fields(file: StoredFile) -> dict[str, Any]:
    """What an attachment keeps of it; its name is decided where it goes."""
    names = ("stored_name", "mime_type", "size", "sha256", "width", "height", "is_animated")
    return {name: getattr(file, name) for name in names}
