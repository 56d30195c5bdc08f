"""Files for tests: made without the sandbox where it is not what the test is about."""

from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from apps.core.tests.moments import MADE_AT
from apps.media.inspection import spool
from apps.media.models import Attachment
from apps.media.services.attachments import attach
from apps.media.services.files import StoredFile, put
from apps.media.uploads import Upload

CONTENT = b"not looked at, as nobody decodes it here"
_numbers = count(1)


def stored_file(
    filename: str = "",
    *,
    content: bytes = CONTENT,
    mime_type: str = "image/png",
    now: datetime = MADE_AT,
) -> StoredFile:
    """A file in the storage that belongs to nothing yet."""
    with spool() as file:
        file.write(content)
        file.flush()
        name = put(file, now=now)
    return StoredFile(
        filename=filename or f"foto-{next(_numbers)}.png",
        stored_name=name,
        mime_type=mime_type,
        size=len(content),
        sha256=f"{next(_numbers):064}",
    )


def add_file(
    obj: Any, filename: str = "", *, actor: Any, now: datetime = MADE_AT, **fields: Any
) -> Attachment:
    """A file of the thing."""
    return attach(obj, stored_file(filename, now=now, **fields), actor=actor, now=now)


def upload_of(content: bytes, name: str = "foto.jpg") -> Upload:
    """A file as a request brings it."""
    file = spool()
    file.write(content)
    file.flush()
    return Upload(file, name, len(content))


def picture(
    width: int = 60, height: int = 40, kind: str = "JPEG", mode: str = "RGB", **options: Any
) -> bytes:
    """A small picture: its left half is dark, its right half is light."""
    image = Image.new("L", (width, height), 30)
    image.paste(220, (width // 2, 0, width, height))
    target = BytesIO()
    image.convert(mode).save(target, kind, **options)
    return target.getvalue()
