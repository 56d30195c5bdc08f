"""Old Word files for tests: the smallest container that the format allows (MS-CFB, sectors of 512 bytes)."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
NONE = FREE
STREAM_SECTORS = 8  # 4,096 bytes: shorter streams would lie in another table


def doc(*, stream: str = "WordDocument", storage: str = "", flags: int = 0) -> bytes:
    """A container with one stream, whose first bytes are those of a Word file, and maybe a folder."""
    entries = [
        _entry("Root Entry", ROOT, child=1),
        _entry(stream, STREAM, start=2, size=STREAM_SECTORS * SECTOR, right=2 if storage else NONE),
        _entry(storage, STORAGE) if storage else bytes(128),
        bytes(128),
    ]
    chain = [FAT, END, *range(3, 2 + STREAM_SECTORS), END]
    fat = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    content = struct.pack("<HHH4xH", 0xA5EC, 0xC1, 0, flags).ljust(STREAM_SECTORS * SECTOR, b"\0")
    return _header() + fat + b"".join(entries) + content


def _header() -> bytes:
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    return head + struct.pack("<109I", 0, *[FREE] * 108)


def _entry(
    name: str,
    kind: int,
    *,
    child: int = NONE,
    right: int = NONE,
    start: int = 0,
    size: int = 0,
) -> bytes:
    encoded = f"{name}\0".encode("utf-16-le")
    begin = END if kind == ROOT else start
    head = encoded.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(encoded), kind, 1, NONE, right, child
    )
    return head + bytes(36) + struct.pack("<IQ", begin, size)
