"""What happens to files that belong to nothing (any more): they wait a while, then they are deleted.

Only loose files are ever deleted from the storage. An attachment's document goes in the transaction that makes its
files loose, so there is no attachment without its file at any moment, wherever a power cut comes.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from apps.core.db import atomic
from apps.core.jobs import enqueue
from apps.core.mongodb import direct
from apps.core.registry import registry
from apps.media import storage
from apps.media.limits import KEPT, UPLOAD_LASTS
from apps.media.models import Attachment, AttachmentFolder, LooseFile

AT_ONCE = 200


def purge(now: datetime) -> int:
    """Delete what was removed long ago, and what uploads left that never came to their end; says how many files."""
    removed = Attachment.objects.filter(deleted=True, deleted_at__lt=now - KEPT)
    while ids := list(removed.values_list("pk", flat=True)[:AT_ONCE]):
        _let_go(ids, now - UPLOAD_LASTS)
    return delete_loose_files(now)


def delete_loose_files(now: datetime) -> int:
    """Delete the files that belong to nothing and are not on their way; says how many."""
    loose = LooseFile.objects.filter(since__lte=now - UPLOAD_LASTS)
    gone = [file.pk for file in loose.iterator() if storage.delete(file.stored_name)]
    LooseFile.objects.filter(pk__in=gone).delete()
    return len(gone)


@atomic
def forget_owner(obj: Any, *, now: datetime) -> None:
    """A thing is deleted for good: its files go with it, at once."""
    owner = registry.attachment_owner_of(type(obj))
    if owner is None:
        return
    place = {"owner_kind": owner.kind, "owner_id": str(obj.pk)}
    _loosen(Attachment.objects.filter(**place), now - UPLOAD_LASTS)
    AttachmentFolder.objects.filter(**place).delete()
    enqueue("media.delete_loose_files")


@atomic
def _let_go(ids: list[Any], since: datetime) -> None:
    _loosen(Attachment.objects.filter(pk__in=ids, deleted=True), since)


def _loosen(attachments: Iterable[Attachment], since: datetime) -> None:
    """Delete the documents; their files are loose from now on."""
    found = list(attachments)
    names = [name for each in found for name in (each.stored_name, each.thumbnail) if name]
    direct.insert_many([LooseFile(stored_name=name, since=since) for name in names])
    Attachment.objects.filter(pk__in=[each.pk for each in found]).delete()
