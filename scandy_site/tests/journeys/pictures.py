"""Pictures of barcodes: as photos, and as the film that Chromium shows instead of a camera."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from barcode import get_barcode_class

FRAMES_PER_SECOND = 30  # what Chromium assumes of a film made of JPEGs
ORIENTATION, TURNED_RIGHT = 0x0112, 6
GREY = (110, 110, 110)
BAR_HEIGHT, QUIET_ZONE = 60, 12  # in modules


def code_128(text: str, module: int) -> Any:
    """The barcode as an image, each of its bars a multiple of so many pixels wide."""
    from PIL import Image

    [pattern] = get_barcode_class("code128")(text).build()
    label = Image.new("L", (len(pattern) + 2 * QUIET_ZONE, BAR_HEIGHT + QUIET_ZONE), 255)
    for x, bar in enumerate(pattern, QUIET_ZONE):
        if bar == "1":
            label.paste(0, (x, QUIET_ZONE // 2, x + 1, BAR_HEIGHT))
    return label.resize((label.width * module, label.height * module), Image.Resampling.NEAREST)


def picture(text: str | None, size: tuple[int, int] = (640, 480), module: int = 3) -> Any:
    """The barcode on a table, or the table alone."""
    from PIL import Image

    table = Image.new("RGB", size, GREY)
    if text:
        label = code_128(text, module)
        table.paste(label, ((size[0] - label.width) // 2, (size[1] - label.height) // 2))
    return table


def jpeg(image: Any, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=85, **options)
    return file.getvalue()


def phone_photo(text: str | None) -> bytes:
    """Twelve megapixels, stored lying on the side with a note how to turn them, as phones do."""
    from PIL import Image

    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    upright = picture(text, (3000, 4000), module=8)
    return jpeg(upright.transpose(Image.Transpose.ROTATE_90), exif=exif)


def write_film(path: Path, scenes: Iterable[tuple[str | None, float]]) -> None:
    """A film that shows each barcode, or nothing, for so many seconds; Chromium repeats it."""
    with path.open("wb") as film:
        for text, seconds in scenes:
            film.write(jpeg(picture(text)) * round(seconds * FRAMES_PER_SECOND))
