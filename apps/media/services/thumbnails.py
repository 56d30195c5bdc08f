"""Small pictures of pictures: made in the background, or by whoever looks when nobody made them for a minute."""

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO, Any

from apps.core.db import atomic
from apps.media import storage
from apps.media.errors import FileRefused, StorageAway, TooBusy
from apps.media.inspection import LONGEST_WAIT, make_thumbnail, spool
from apps.media.models import Attachment, LooseFile
from apps.media.services.files import put

logger = logging.getLogger("scandy.app")

PATIENCE = timedelta(minutes=1)
CHUNK = 64 * 1024


def add_thumbnail(attachment_id: Any, *, now: datetime, patience: float = LONGEST_WAIT) -> bool:
    """Make the small picture, unless there is one; says whether this call did.

    :param patience: seconds to wait while others have files looked through.
    :raises FileRefused: the picture cannot be read any more.
    :raises StorageAway: the storage does not give or take files.
    :raises TooBusy: too many others wait.
    """
    attachment = Attachment.objects.filter(pk=attachment_id, thumbnail="").first()
    if attachment is None or not attachment.is_image:
        return False
    with _copy_of(attachment) as source, make_thumbnail(source, patience) as content:
        name = put(content, now=now)
    return _use(attachment, name)


def thumbnail_or_none(attachment: Attachment, *, now: datetime) -> str:
    """Where the small picture lies; "" while there is none, then the picture itself serves."""
    if attachment.thumbnail or now - attachment.created_at < PATIENCE:
        return attachment.thumbnail
    try:
        add_thumbnail(attachment.pk, now=now, patience=0)
    except (FileRefused, StorageAway, TooBusy) as error:
        logger.warning("No small picture of %s: %s", attachment.pk, type(error).__name__)
    return (
        Attachment.objects.values_list("thumbnail", flat=True).filter(pk=attachment.pk).first()
        or ""
    )


@atomic
def _use(attachment: Attachment, name: str) -> bool:
    """Two may have made one at the same time: the second stays loose and is cleaned up."""
    if not Attachment.objects.filter(pk=attachment.pk, thumbnail="").update(thumbnail=name):
        return False
    LooseFile.objects.filter(stored_name=name).delete()
    return True


@contextlib.contextmanager
def _copy_of(attachment: Attachment) -> Iterator[IO[bytes]]:
    """The file with a number of its own, as the sandbox needs it, wherever it lies."""
    target = spool()
    try:
        with storage.read(attachment.stored_name) as source:
            while chunk := source.read(CHUNK):
                target.write(chunk)
        target.flush()
        yield target
    finally:
        target.close()
