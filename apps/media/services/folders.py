"""The one document per thing that holds the limit and the preview; only the services of attachments change it."""

from django.db.models import F

from apps.media.errors import TooManyFiles
from apps.media.limits import MOST_FILES
from apps.media.models import Attachment, AttachmentFolder
from apps.media.queries import Owned, folder_of
from apps.media.sandbox.kinds import IMAGES


def count_up(place: Owned) -> None:
    """Take one of the places for files. Of several at once some are refused by the database and run again.

    :raises TooManyFiles: none is free.
    """
    folders = AttachmentFolder.objects.filter(**place.files)
    if folders.filter(count__lt=MOST_FILES).update(count=F("count") + 1):
        return
    if folders.exists():
        raise TooManyFiles
    AttachmentFolder.objects.create(**place.files, count=1)


def count_down(place: Owned, attachment: Attachment) -> None:
    """Free the place of a file that left; if it was the preview, the oldest picture takes its part."""
    folders = AttachmentFolder.objects.filter(**place.files, count__gt=0)
    folders.update(count=F("count") - 1)
    if folder_of(place).preview == str(attachment.pk):
        others = Attachment.objects.of(place.kind, place.owner_id).exclude(pk=attachment.pk)
        show(place, others.filter(mime_type__in=IMAGES).first())


def propose_preview(place: Owned, attachment: Attachment) -> None:
    """The first picture stands for the thing until somebody chooses another."""
    if not folder_of(place).preview:
        show(place, attachment)


def show(place: Owned, attachment: Attachment | None) -> None:
    """Let the picture stand for the thing; None: no picture is left."""
    AttachmentFolder.objects.filter(**place.files).update(
        preview=str(attachment.pk) if attachment else "",
        preview_name=attachment.filename if attachment else "",
        preview_version=attachment.version if attachment else "",
    )
