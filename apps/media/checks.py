"""Whether files can be stored at all, before somebody stands at the counter with a photo (``./manage.sh doctor``)."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from apps.core.checks import examination
from apps.media.storage import new_name, storage

TRIED = "check"  # a folder beside those of the files


@examination()
def storage_takes_files() -> Iterator[CheckMessage]:
    """Write a file and delete it, as an upload does."""
    area = _("Files")
    try:
        storage().delete(storage().save(f"{TRIED}/{new_name()}", ContentFile(b"Scandy")))
    except OSError as error:
        yield Error(
            _("Photos and documents cannot be stored: %(error)s") % {"error": error},
            hint=_hint(),
            obj=area,
            id="media.E001",
        )
    else:
        place = settings.S3_BUCKET or settings.MEDIA_FOLDER["OPTIONS"]["location"]
        text = _("Photos and documents are stored in %(place)s.") % {"place": place}
        yield Info(text, obj=area, id="media.I001")


def _hint() -> str:
    if settings.S3_BUCKET:
        return _("Check the lines S3_... in .env, and whether the store can be reached.")
    return _("Give the folder back to the user that Scandy runs as (chown -R).")
