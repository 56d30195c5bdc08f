"""Where files lie: in the instance's folder by default, in an S3-compatible store when ``.env`` names one.

Names in the storage are random, so they reveal nothing and never collide.
"""

import logging
import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from apps.media.errors import StorageAway

errors = logging.getLogger("scandy.errors")

ALIAS = "media"


class MediaFolder(FileSystemStorage):
    """A folder whose files have reached the disk before anybody is told that they were saved."""

    def _save(self, name: str, content: File) -> str:
        saved = super()._save(name, content)
        path = Path(self.path(saved))
        for place in (path, path.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return saved


def storage() -> Storage:
    return storages[ALIAS]


def new_name() -> str:
    """A place for a file: 128 random bits, spread over 256 folders."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token}"


def write(name: str, content: Any) -> None:
    """
    :raises StorageAway: the disk is full, or the service does not answer.
    """
    try:
        storage().save(name, content)
    except OSError as error:
        errors.exception("A file could not be stored")
        raise StorageAway from error


def read(name: str) -> File:
    """
    :raises StorageAway: the file is not there, or the service does not answer.
    """
    try:
        return storage().open(name)
    except OSError as error:
        errors.exception("A file could not be read")
        raise StorageAway from error


def delete(name: str) -> bool:
    """Whether the file is gone; one that was not there counts as gone."""
    try:
        storage().delete(name)
    except OSError:
        errors.exception("A file could not be deleted")
        return False
    return True
