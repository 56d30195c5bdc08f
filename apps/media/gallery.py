"""The files of a thing as its pages show them: pictures, documents, what was just removed, and what may be done.

A page asks ``gallery_of(obj, request)`` and includes ``media/gallery.html`` with it; the form of the back office gets
a panel by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Model, Q
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.menu import is_back_office
from apps.core.registry import Panel, registry
from apps.media.limits import MEGABYTE, MOST_BYTES, MOST_FILES
from apps.media.models import Attachment, AttachmentFolder
from apps.media.names import EXTENSIONS
from apps.media.queries import Owned, folder_of, owned, small_url
from apps.media.sandbox.kinds import PDF
from apps.media.texts import gallery_texts

UNDO_OFFERED = timedelta(seconds=20)  # a script takes the offer away after ten


@dataclass(frozen=True)
class GalleryFile:
    """One file, and what this person may do with it."""

    place: Owned
    attachment: Attachment
    is_preview: bool
    may_remove: bool

    @property
    def url(self) -> str:
        return self.place.url("file", self.attachment.filename)

    @property
    def thumbnail_url(self) -> str:
        return small_url(self.place, self.attachment.filename, self.attachment.version)

    @property
    def opens_inline(self) -> bool:
        return self.attachment.mime_type == PDF

    @property
    def remove_url(self) -> str:
        return page_url(self.place, "remove", self.attachment.filename)

    @property
    def preview_url(self) -> str:
        return page_url(self.place, "preview", self.attachment.filename)


@dataclass(frozen=True)
class Gallery:
    """All of a thing's files for one person; ``back`` is the page that shows them."""

    place: Owned
    user: Any
    now: datetime
    csrf_token: str
    back: str
    is_deferred: bool = False
    most = MOST_FILES
    largest = MOST_BYTES

    @cached_property
    def found(self) -> list[Attachment]:
        """What is there, and what this person removed a moment ago."""
        just_now = self.now - UNDO_OFFERED
        removed = Q(deleted=True, deleted_by=self.user, deleted_at__gte=just_now)
        files = Attachment.objects.filter(Q(deleted=False) | removed, **self.place.files)
        return list(files.select_related("uploaded_by").order_by("created_at", "pk"))

    @cached_property
    def folder(self) -> AttachmentFolder:
        return folder_of(self.place)

    @cached_property
    def files(self) -> list[GalleryFile]:
        return [self._shown(each) for each in self.found if not each.deleted]

    @cached_property
    def pictures(self) -> list[GalleryFile]:
        return [each for each in self.files if each.attachment.is_image]

    @cached_property
    def documents(self) -> list[GalleryFile]:
        return [each for each in self.files if not each.attachment.is_image]

    @cached_property
    def removed(self) -> list[GalleryFile]:
        """What this person removed a moment ago, and may bring back."""
        return [self._shown(each) for each in self.found if each.deleted] if self.may_add else []

    @cached_property
    def preview(self) -> GalleryFile | None:
        """The picture that stands for the thing."""
        return next((each for each in self.files if each.is_preview), None)

    @cached_property
    def may_add(self) -> bool:
        return self.place.may_add(self.user)

    @property
    def count(self) -> int:
        return len(self.files)

    @property
    def is_full(self) -> bool:
        return self.count >= MOST_FILES

    @property
    def largest_in_words(self) -> str:
        return f"{MOST_BYTES // MEGABYTE}\N{NO-BREAK SPACE}MB"

    @property
    def accept(self) -> str:
        """For the picker; a phone that knows the kinds turns its own picture format into one of them."""
        return ",".join([*EXTENSIONS, ".doc", ".docx"])

    @property
    def texts(self) -> dict[str, Any]:
        return gallery_texts()

    @property
    def upload_url(self) -> str:
        return self.place.url("upload")

    @property
    def list_url(self) -> str:
        return self.place.url("list")

    @property
    def files_url(self) -> str:
        return page_url(self.place, "files")

    @property
    def form_url(self) -> str:
        return page_url(self.place, "upload")

    @property
    def restore_url(self) -> str:
        return page_url(self.place, "restore")

    def _shown(self, attachment: Attachment) -> GalleryFile:
        return GalleryFile(
            self.place,
            attachment,
            is_preview=str(attachment.pk) == self.folder.preview,
            may_remove=self.place.may_remove(self.user, attachment),
        )


def gallery_of(
    obj: Model, request: HttpRequest, *, back: str = "", is_deferred: bool = False
) -> Gallery:
    """The files of the thing for whoever asks, with two commands; the page has checked who may see it.

    :param is_deferred: the page is long enough; its script fetches the files afterwards.
    """
    return Gallery(
        place=owned(obj),
        user=request.user,
        now=clock.now(),
        csrf_token=get_token(request),
        back=back or request.path,
        is_deferred=is_deferred,
    )


def panel(obj: Model, request: HttpRequest) -> Panel | None:
    """The gallery at the form of the back office; pages include it where it fits."""
    owner = registry.attachment_owner_of(type(obj))
    if owner is None or not is_back_office(request) or not owner.may_see(request.user, obj):
        return None
    if getattr(obj, "deleted", False):
        return None
    return Panel(
        _("Files"), "panels/files.html", {"gallery": gallery_of(obj, request, is_deferred=True)}
    )


def page_url(place: Owned, name: str, *args: str) -> str:
    """Where a form about the files goes."""
    return reverse(f"files:{name}", args=[place.kind, place.owner.key_of(place.obj), *args])
