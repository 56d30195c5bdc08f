"""Whose files are they, who may do what with them, and which does a thing have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import ObjectId
from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from apps.core.errors import NotPermitted
from apps.core.registry import AttachmentOwner, registry
from apps.core.scans import resolve
from apps.media.errors import AttachmentNotFound, OwnerNotFound
from apps.media.models import Attachment, AttachmentFolder


@dataclass(frozen=True)
class Owned:
    """A thing that has files, and the rules of its kind."""

    owner: AttachmentOwner
    obj: Any

    @property
    def kind(self) -> str:
        return self.owner.kind

    @property
    def owner_id(self) -> str:
        return str(self.obj.pk)

    @property
    def files(self) -> dict[str, str]:
        """How its files and its folder are found."""
        return {"owner_kind": self.kind, "owner_id": self.owner_id}

    def may_add(self, user: Any) -> bool:
        return self.owner.may_add(user, self.obj)

    def may_remove(self, user: Any, attachment: Attachment) -> bool:
        return self.owner.may_remove(user, self.obj, attachment)

    def require_add(self, user: Any) -> None:
        """
        :raises NotPermitted: the person may only look.
        """
        if not self.may_add(user):
            raise NotPermitted

    def require_remove(self, user: Any, attachment: Attachment) -> None:
        """
        :raises NotPermitted: the person may not take this file away.
        """
        if not self.may_remove(user, attachment):
            raise NotPermitted

    def url(self, page: str, *args: str) -> str:
        """The address of something about its files."""
        return reverse(f"media:{page}", args=[self.kind, self.owner.key_of(self.obj), *args])


def owned(obj: Model) -> Owned:
    """The thing as one that has files.

    :raises LookupError: its kind has none; a mistake of ours.
    """
    owner = registry.attachment_owner_of(type(obj))
    if owner is None:
        raise LookupError(f"{obj._meta.label} owns no files")
    return Owned(owner, obj)


def owned_by_key(kind: str, key: str, user: Any) -> Owned:
    """The thing in the address.

    :raises OwnerNotFound: it does not exist, or the person must not know.
    """
    owner = registry.attachment_owners.get(kind)
    if owner is None or not registry.is_on(owner.feature):
        raise OwnerNotFound
    obj = owner.find(key)
    if obj is None or not owner.may_see(user, obj):
        raise OwnerNotFound
    return Owned(owner, obj)


def by_barcode_or_id(label: str) -> Callable[[str], Any]:
    """How things with barcodes are found, for ``AttachmentOwner.find``: not in the trash."""

    def find(key: str) -> Any:
        model: Any = apps.get_model(label)
        scanned = resolve(key, kind=model.barcode_kind)
        if scanned is None and not ObjectId.is_valid(key):
            return None
        pk = scanned.object_id if scanned else ObjectId(key)
        return model.objects.alive().filter(pk=pk).first()

    return find


def attachments_of(obj: Model) -> list[Attachment]:
    """The files of a thing, the oldest first, with who uploaded them."""
    place = owned(obj)
    files = Attachment.objects.of(place.kind, place.owner_id)
    return list(files.select_related("uploaded_by"))


def folder_of(place: Owned) -> AttachmentFolder:
    """How many files it has, and its preview; an empty one when it never had any."""
    found = AttachmentFolder.objects.filter(**place.files).first()
    return found or AttachmentFolder(**place.files)


def attachment_called(place: Owned, filename: str) -> Attachment:
    """
    :raises AttachmentNotFound: the thing has no such file.
    """
    files = Attachment.objects.of(place.kind, place.owner_id).select_related("uploaded_by")
    found = files.filter(filename=filename).first()
    if found is None:
        raise AttachmentNotFound
    return found


def removed_attachment(place: Owned, attachment_id: str) -> Attachment:
    """
    :raises AttachmentNotFound: the thing has no such removed file (any more).
    """
    found = None
    if ObjectId.is_valid(attachment_id):
        removed = Attachment.objects.filter(**place.files, deleted=True)
        found = removed.filter(pk=ObjectId(attachment_id)).first()
    if found is None:
        raise AttachmentNotFound
    return found


def show_on_rows(objects: list[Any], now: datetime) -> None:
    """Give the things of a list's page ``attachment_count`` and ``preview_url``, with one query."""
    owner = registry.attachment_owner_of(type(objects[0]))
    if owner is None:
        return
    ids = [str(obj.pk) for obj in objects]
    folders = AttachmentFolder.objects.filter(owner_kind=owner.kind, owner_id__in=ids)
    found = {folder.owner_id: folder for folder in folders}
    for obj in objects:
        folder = found.get(str(obj.pk))
        obj.attachment_count = folder.count if folder else 0
        obj.preview_url = preview_url(Owned(owner, obj), folder) if folder else ""


def preview_url(place: Owned, folder: AttachmentFolder) -> str:
    """The address of the small picture that stands for the thing; "" when it has none."""
    if not folder.preview_name:
        return ""
    return small_url(place, folder.preview_name, folder.preview_version)


def small_url(place: Owned, filename: str, version: str) -> str:
    """The address of a small picture; it changes with the content."""
    return f"{place.url('file', filename)}?size=thumbnail&v={version}"


def wire(place: Owned, attachments: Iterable[Attachment], user: Any) -> list[dict[str, Any]]:
    """Files as programs and the gallery read them."""
    preview = folder_of(place).preview
    return [_as_json(place, each, user, is_preview=str(each.pk) == preview) for each in attachments]


def _as_json(
    place: Owned, attachment: Attachment, user: Any, *, is_preview: bool
) -> dict[str, Any]:
    name = attachment.filename
    return {
        "id": str(attachment.pk),
        "filename": name,
        "url": place.url("file", name),
        "thumbnail_url": small_url(place, name, attachment.version)
        if attachment.is_image
        else None,
        "size": attachment.size,
        "mime_type": attachment.mime_type,
        "width": attachment.width,
        "height": attachment.height,
        "is_animated": attachment.is_animated,
        "is_preview": is_preview,
        "may_remove": place.may_remove(user, attachment),
        "uploaded_by": attachment.uploaded_by.username,
        "created_at": attachment.created_at,
        "sha256": attachment.sha256,
    }
