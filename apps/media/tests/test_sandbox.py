"""The process that looks into files: what gets out of it, and that it stays small."""

import resource
import struct
import zlib

import pytest

from apps.core.tests.threads import at_once
from apps.media.errors import FileRefused
from apps.media.inspection import SLOTS, accept
from apps.media.sandbox.__main__ import MEGABYTE, MEMORY
from apps.media.tests.factories import picture, upload_of

pytestmark = pytest.mark.integration

HTML = b"<html><script>alert(document.cookie)</script>"


def verdict(content: bytes) -> str:
    upload = upload_of(content)
    with upload.file as source:
        try:
            found, kept = accept(source)
        except FileRefused as refused:
            return refused.data["reason"]
        with kept:
            assert HTML not in kept.read()
    return found["mime_type"]


def chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


def blank(width: int, height: int) -> bytes:
    packer, row = zlib.compressobj(9), bytes(1 + 4 * width)
    return chunk(b"IDAT", b"".join(packer.compress(row) for _row in range(height)) + packer.flush())


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (picture() + HTML, "image/jpeg"),
        (picture(kind="GIF", mode="P") + HTML, "image/gif"),
        (picture(kind="PNG") + HTML, "image/png"),
        (b"GIF89a/*" + bytes(20) + b"*/=1;" + HTML, "damaged"),
        (HTML, "unknown"),
        (b"", "empty"),
        (b"%PDF", "unknown"),
        (b"MZ" + bytes(100), "unknown"),
        (png(30_000, 30_000), "too_many_pixels"),
        (png(10, 10, chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(100 * MEGABYTE)))), "damaged"),
    ],
)
def test_only_clean_files_come_out(content, outcome):
    assert verdict(content) == outcome


def test_the_largest_picture_that_is_taken_stays_within_the_memory():
    assert verdict(png(7000, 7000, blank(7000, 7000))) == "image/png"

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak < MEMORY


def test_more_files_at_once_than_places_are_all_looked_through():
    content = picture(800, 600)

    assert at_once(*[lambda: verdict(content)] * (SLOTS * 3)) == ["image/jpeg"] * (SLOTS * 3)
