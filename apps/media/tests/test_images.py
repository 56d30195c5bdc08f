"""How pictures are written anew: the decoder itself, without the process around it."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageFile

from apps.media.sandbox import images, kinds
from apps.media.sandbox.refusals import (
    DAMAGED,
    TOO_MANY_FRAMES,
    TOO_MANY_PIXELS,
    Refused,
)
from apps.media.tests.factories import picture

pytestmark = pytest.mark.unit

ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825


def written(content: bytes, media_type: str) -> tuple[Image.Image, bytes]:
    target = BytesIO()
    images.write_image(BytesIO(content), target, media_type)
    return Image.open(BytesIO(target.getvalue())), target.getvalue()


def refused(content: bytes, media_type: str) -> str:
    with pytest.raises(Refused) as caught:
        images.write_image(BytesIO(content), BytesIO(), media_type)
    return caught.value.code


def moving(kind: str, colors: list[str], size: tuple[int, int] = (40, 30), **options) -> bytes:
    frames = [Image.new("RGB", size, color) for color in colors]
    target = BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], **options)
    return target.getvalue()


def test_a_photo_is_scaled_to_its_longest_side():
    image, _content = written(picture(4000, 1000), kinds.JPEG)

    assert image.size == (1920, 480)


@pytest.mark.parametrize(
    ("orientation", "size", "dark"),
    [
        (1, (60, 40), (5, 20)),
        (3, (60, 40), (55, 20)),
        (6, (40, 60), (20, 5)),
        (8, (40, 60), (20, 55)),
    ],
)
def test_a_photo_is_turned_upright(orientation, size, dark):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation

    image, _content = written(picture(exif=exif), kinds.JPEG)

    assert image.size == size
    assert image.convert("L").getpixel(dark) < 60
    assert image.getexif().get(ORIENTATION) is None


def test_nothing_but_the_picture_is_kept_of_a_photo():
    exif = Image.Exif()
    exif[DESCRIPTION] = "GEHEIM"
    exif.get_ifd(GPS)[1] = "N"
    content = picture(exif=exif, comment=b"GEHEIM", xmp=b"<x>GEHEIM</x>") + b"<script>GEHEIM"

    image, kept = written(content, kinds.JPEG)

    assert dict(image.getexif()) == {}
    assert b"GEHEIM" not in kept


def test_colors_of_a_profile_become_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    image, _content = written(picture(icc_profile=lab), kinds.JPEG)

    assert "icc_profile" not in image.info


def test_a_profile_that_is_rubbish_is_left_out():
    image, _content = written(picture(icc_profile=b"x" * 500), kinds.JPEG)

    assert (image.mode, "icc_profile" in image.info) == ("RGB", False)


def test_a_photo_for_the_press_becomes_rgb():
    image, _content = written(picture(mode="CMYK"), kinds.JPEG)

    assert image.mode == "RGB"
    assert image.convert("L").getpixel((5, 20)) < 60
    assert image.convert("L").getpixel((55, 20)) > 190


def test_gray_of_sixteen_bits_keeps_its_shades():
    deep = Image.new("I;16", (2, 1))
    deep.putpixel((0, 0), 257 * 40)
    deep.putpixel((1, 0), 257 * 200)
    source = BytesIO()
    deep.save(source, "PNG")

    image, _content = written(source.getvalue(), kinds.PNG)

    assert (image.getpixel((0, 0)), image.getpixel((1, 0))) == (40, 200)


def test_a_large_gray_of_sixteen_bits_is_scaled_too():
    deep = Image.new("I;16", (3000, 20), 257 * 200)
    source = BytesIO()
    deep.save(source, "PNG")

    image, _content = written(source.getvalue(), kinds.PNG)

    assert (image.width, image.getpixel((5, 5))) == (1920, 200)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_holes_stay_holes(kind):
    holey = Image.new("RGBA", (3000, 20), (200, 0, 0, 0))
    source = BytesIO()
    holey.save(source, kind)

    image, _content = written(source.getvalue(), {"PNG": kinds.PNG, "WEBP": kinds.WEBP}[kind])

    assert image.convert("RGBA").getpixel((5, 5))[3] == 0


def test_a_palette_with_holes_is_kept():
    source = BytesIO()
    Image.new("P", (20, 20), 0).save(source, "PNG", transparency=0)

    image, _content = written(source.getvalue(), kinds.PNG)

    assert image.convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.parametrize(("kind", "media_type"), [("GIF", kinds.GIF), ("WEBP", kinds.WEBP)])
def test_an_animation_keeps_moving(kind, media_type):
    content = moving(kind, ["red", "green", "blue"], duration=[100, 200, 300], loop=0)

    image, _content = written(content, media_type)

    assert image.n_frames == 3
    image.seek(2)
    assert image.convert("RGB").getpixel((5, 5))[2] > 200
    assert image.info["loop"] == 0


def test_an_animation_keeps_its_times():
    content = moving("GIF", ["red", "green", "blue"], duration=[100, 200, 300])

    image, _content = written(content, kinds.GIF)
    times = []
    for number in range(3):
        image.seek(number)
        times.append(image.info["duration"])

    assert times == [100, 200, 300]


def test_an_animation_is_scaled():
    image, _content = written(moving("GIF", ["red", "blue"], (2000, 1000)), kinds.GIF)

    assert (image.size, image.n_frames) == ((1920, 960), 2)


def test_an_animation_of_too_many_frames_is_refused():
    colors = [f"#{number:06x}" for number in range(0, (images.MOST_FRAMES + 1) * 50_000, 50_000)]

    assert refused(moving("GIF", colors, (2, 2)), kinds.GIF) == TOO_MANY_FRAMES


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded():
    content = bytearray(picture(kind="GIF", mode="P"))
    content[6:10] = b"\xff\xff\xff\xff"  # 65,535 by 65,535

    assert refused(bytes(content), kinds.GIF) == TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", kinds.JPEG), ("PNG", kinds.PNG), ("GIF", kinds.GIF), ("WEBP", kinds.WEBP)],
)
def test_a_truncated_picture_is_refused(monkeypatch, kind, media_type):
    monkeypatch.setattr(
        ImageFile, "LOAD_TRUNCATED_IMAGES", False
    )  # who prints a PDF switches it on
    noise = BytesIO()
    Image.effect_noise((300, 200), 80).convert("RGB").save(noise, kind)
    content = noise.getvalue()

    assert refused(content[: len(content) // 2], media_type) == DAMAGED


def test_a_thumbnail_is_a_small_webp():
    target = BytesIO()

    images.write_thumbnail(BytesIO(picture(2000, 1000)), target, kinds.JPEG)

    image = Image.open(BytesIO(target.getvalue()))
    assert (image.format, image.size) == ("WEBP", (400, 200))
