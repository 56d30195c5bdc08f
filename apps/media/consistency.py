"""Whether the storage, the attachments and their counts agree; each finding is a sentence for the operator."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _

from apps.core import clock
from apps.core.registry import registry
from apps.media.limits import UPLOAD_LASTS
from apps.media.models import Attachment, AttachmentFolder, LooseFile
from apps.media.storage import storage

PARTS = "0123456789abcdef"  # names begin with any of them: a part of all files fits into memory


def contradictions() -> Iterator[str]:
    """A sentence for each file that is missing or stray, and each count that is wrong; none when all is well."""
    folders = _folders()
    for part in PARTS:
        yield from _files_in(part, [folder for folder in folders if folder.startswith(part)])
    yield from _wrong_counts()


def _files_in(part: str, folders: list[str]) -> Iterator[str]:
    """Compare what lies in some folders with what should lie there: the files first, they come before documents."""
    lying = {f"{folder}/{name}" for folder in folders for name in storage().listdir(folder)[1]}
    named = Attachment.objects.filter(stored_name__startswith=part)
    owned = dict(named.values_list("stored_name", "filename"))
    small = Attachment.objects.filter(thumbnail__startswith=part).values_list(
        "thumbnail", flat=True
    )
    loose = LooseFile.objects.filter(stored_name__startswith=part)
    expected = {*owned, *small}
    for name in sorted(expected - lying):
        if not storage().exists(name):  # it may have come meanwhile
            yield _missing(name, owned.get(name, ""))
    known = expected | set(loose.values_list("stored_name", flat=True))
    for name in sorted(lying - known):
        if _is_old(name):
            text = _("The file %(name)s lies in the storage, but belongs to nothing.")
            yield text % {"name": name}


def _folders() -> list[str]:
    """What the storage has folders for; nothing before the first upload."""
    try:
        return sorted(storage().listdir("")[0])
    except FileNotFoundError:
        return []


def _missing(name: str, filename: str) -> str:
    words = {"name": name, "label": filename or _("small picture")}
    return _("The file %(name)s (%(label)s) is missing in the storage.") % words


def _is_old(name: str) -> bool:
    """Younger ones may be on their way, and others are just cleaned up."""
    try:
        return clock.now() - storage().get_modified_time(name) > UPLOAD_LASTS
    except OSError:
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
