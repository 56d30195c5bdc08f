"""Pictures are never kept as they came: they are decoded, turned upright, scaled and written anew.

What is not a pixel does not survive that: places in EXIF and XMP, comments, scripts behind the end of the picture.
"""

import errno
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from apps.media.sandbox import kinds
from apps.media.sandbox.refusals import DAMAGED, TOO_MANY_FRAMES, TOO_MANY_PIXELS, Refused

LONGEST_SIDE = 1920
THUMBNAIL_SIDE = 400
MOST_PIXELS = 50_000_000
MOST_FRAMES = 300
MOST_MOVING_PIXELS = 100_000_000  # of all frames together, as they are written
FORMATS = {kinds.JPEG: "JPEG", kinds.PNG: "PNG", kinds.GIF: "GIF", kinds.WEBP: "WEBP"}
MOVING = {kinds.GIF, kinds.WEBP}
QUALITY = 85
SHORTEST_FRAME = 20  # milliseconds
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError)

Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is decoded


def write_image(source: BinaryIO, target: BinaryIO, media_type: str) -> dict[str, object]:
    """Write the picture anew in its own format; returns its size and whether it moves.

    :raises Refused: it is too large to be decoded, or damaged.
    """
    image = _opened(source, media_type)
    moves = media_type in MOVING and getattr(image, "n_frames", 1) > 1
    if moves:
        width, height = _write_moving(image, target, media_type)
    else:
        still = _upright(image, LONGEST_SIDE)
        _write_still(still, target, media_type)
        width, height = still.size
    return {"width": width, "height": height, "is_animated": moves}


def write_thumbnail(source: BinaryIO, target: BinaryIO, media_type: str) -> dict[str, object]:
    """Write a small WebP of the picture, of a moving one of its first frame."""
    still = _upright(_opened(source, media_type), THUMBNAIL_SIDE)
    still.save(target, "WEBP", quality=80, method=4)
    return {"width": still.width, "height": still.height, "is_animated": False}


def _opened(source: BinaryIO, media_type: str) -> Image.Image:
    """The picture, of which no more than the header has been read."""
    try:
        image = Image.open(source, formats=[FORMATS[media_type]])
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise Refused(TOO_MANY_PIXELS)
        if media_type == kinds.JPEG:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # decodes no more than is needed
    except (UnidentifiedImageError, *UNREADABLE) as error:
        raise Refused(DAMAGED) from error
    return image


def _upright(image: Image.Image, longest: int) -> Image.Image:
    """The first frame as people see it: decoded, small enough, the right way up, in sRGB, nothing but pixels."""
    try:
        image.load()
        profile, orientation = image.info.get("icc_profile"), _orientation(image)
    except UNREADABLE as error:
        raise Refused(DAMAGED) from error
    small = _plain(_scaled(image, longest), profile)
    turned = ImageOps.exif_transpose(_with_orientation(small, orientation))
    clean = Image.new(turned.mode, turned.size)
    clean.paste(turned)
    return clean


def _scaled(image: Image.Image, longest: int) -> Image.Image:
    """Palettes and masks have to become colors before pixels can be averaged."""
    if max(image.size) <= longest:
        return image
    if image.mode in {"P", "PA"}:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode.startswith("I;16"):
        image = _eight_bits(image)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _plain(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in one of the modes that every browser shows: RGB, RGBA or L."""
    if image.mode.startswith("I") or image.mode == "F":
        image = _eight_bits(image)
    if profile and (converted := _in_srgb(image, profile)):
        return converted
    if image.mode in {"RGB", "RGBA", "L"} and "transparency" not in image.info:
        return image
    has_holes = image.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if has_holes or image.mode == "RGBA" else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Gray of 16 bits; a plain conversion would cut off what is brighter than 255."""
    return image.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image | None:
    """The picture with the colors that its profile means; None when the profile is of no use."""
    has_holes = image.mode == "RGBA"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        mode = "RGBA" if has_holes else "RGB"
        return ImageCms.profileToProfile(image, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, *UNREADABLE):
        return None


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(0x0112, 1)
    except UNREADABLE:
        return 1  # EXIF that cannot be read turns nothing
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _with_orientation(image: Image.Image, orientation: int) -> Image.Image:
    """The same pixels, with nothing of the old EXIF but which way is up."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    bare.getexif()[0x0112] = orientation
    return bare


def _write_still(image: Image.Image, target: BinaryIO, media_type: str) -> None:
    if media_type == kinds.JPEG:
        image.convert("RGB").save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    elif media_type == kinds.WEBP:
        image.save(target, "WEBP", quality=QUALITY, method=4)
    else:
        image.save(target, FORMATS[media_type], optimize=True)


def _write_moving(image: Image.Image, target: BinaryIO, media_type: str) -> tuple[int, int]:
    """Write all frames anew, scaled, with their times.

    :raises Refused: too many of them, or damaged.
    """
    width, height = _fitting(image.size, LONGEST_SIDE)
    count = int(getattr(image, "n_frames", 1))
    if count > MOST_FRAMES or count * width * height > MOST_MOVING_PIXELS:
        raise Refused(TOO_MANY_FRAMES)
    try:
        times = [_milliseconds(frame) for frame in ImageSequence.Iterator(image)]
        frames = _frames(image, (width, height))
        first = next(frames)
        repeats = {"loop": image.info["loop"]} if "loop" in image.info else {}
        extra = {"disposal": 2} if media_type == kinds.GIF else {"quality": QUALITY, "method": 2}
        first.save(
            target,
            FORMATS[media_type],
            save_all=True,
            append_images=frames,
            duration=times,
            **repeats,
            **extra,
        )
    except UNREADABLE as error:
        if getattr(error, "errno", None) == errno.EFBIG:
            raise
        raise Refused(DAMAGED) from error
    return width, height


def _frames(image: Image.Image, size: tuple[int, int]) -> Iterator[Image.Image]:
    for frame in ImageSequence.Iterator(image):
        whole = frame.convert("RGBA")
        yield whole if whole.size == size else whole.resize(size, Image.Resampling.BILINEAR)


def _milliseconds(frame: Image.Image) -> int:
    frame.load()
    return max(SHORTEST_FRAME, int(frame.info.get("duration", 0) or 100))


def _fitting(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
