"""Whether the storage, the attachments and their counts agree; each finding is a sentence for the operator."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _

from apps.core import clock
from apps.core.registry import registry
from apps.media.limits import UPLOAD_LASTS
from apps.media.models import Attachment, AttachmentFolder, LooseFile
from apps.media.storage import storage

FOLDERS = [f"{number:02x}" for number in range(256)]


def contradictions() -> Iterator[str]:
    """A sentence for each file that is missing or stray, and each count that is wrong; none when all is well."""
    for folder in FOLDERS:
        yield from _files_in(folder)
    yield from _wrong_counts()


def _files_in(folder: str) -> Iterator[str]:
    """Compare what lies in a folder of the storage with what should: the files first, they come before documents."""
    lying = _lying_in(folder)
    names = Attachment.objects.filter(stored_name__startswith=f"{folder}/")
    owned = {
        name: attachment
        for attachment in names.only("filename", "owner_kind", "stored_name")
        for name in [attachment.stored_name]
    }
    small = Attachment.objects.filter(thumbnail__startswith=f"{folder}/")
    expected = {*owned, *small.values_list("thumbnail", flat=True)}
    loose = LooseFile.objects.filter(stored_name__startswith=f"{folder}/")
    known = expected | set(loose.values_list("stored_name", flat=True))
    for name in sorted(expected - lying):
        if not storage().exists(name):
            label = owned[name].filename if name in owned else name
            yield _("The file %(name)s (%(label)s) is missing in the storage.") % {
                "name": name,
                "label": label,
            }
    for name in sorted(lying - known):
        if _is_old(name):
            yield _("The file %(name)s lies in the storage, but belongs to nothing.") % {
                "name": name
            }


def _lying_in(folder: str) -> set[str]:
    try:
        _folders, names = storage().listdir(folder)
    except FileNotFoundError:
        return set()
    return {f"{folder}/{name}" for name in names}


def _is_old(name: str) -> bool:
    """Younger ones may be on their way."""
    try:
        return clock.now() - storage().get_modified_time(name) > UPLOAD_LASTS
    except FileNotFoundError:
        return False


def _wrong_counts() -> Iterator[str]:
    rows = Attachment.objects.alive().values("owner_kind", "owner_id").annotate(count=Count("pk"))
    counts = {(row["owner_kind"], row["owner_id"]): row["count"] for row in rows}
    for folder in AttachmentFolder.objects.iterator():
        real = counts.pop((folder.owner_kind, folder.owner_id), 0)
        if folder.count != real:
            yield _wrong_count(folder.owner_kind, folder.owner_id, folder.count, real)
    for (kind, owner_id), real in counts.items():
        yield _wrong_count(kind, owner_id, 0, real)


def _wrong_count(kind: str, owner_id: str, counted: int, real: int) -> str:
    owner = registry.attachment_owners.get(kind)
    words = {"kind": owner.label if owner else kind, "id": owner_id}
    return _("%(kind)s %(id)s: %(counted)d files are counted, %(real)d are there.") % {
        **words,
        "counted": counted,
        "real": real,
    }
