"""What a file is, by its first bytes; its name says nothing."""

from typing import BinaryIO

from apps.media.sandbox.refusals import EMPTY, UNKNOWN, Refused

JPEG, PNG, GIF, WEBP = "image/jpeg", "image/png", "image/gif", "image/webp"
PDF, DOC = "application/pdf", "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IMAGES = frozenset({JPEG, PNG, GIF, WEBP})

LONGEST_SIGNATURE = 12
SIGNATURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOC),
    (b"PK\x03\x04", DOCX),
)


def kind_of(file: BinaryIO) -> str:
    """The media type that the first bytes promise.

    :raises Refused: there are none, or they belong to nothing that is taken.
    """
    head = file.read(LONGEST_SIGNATURE)
    file.seek(0)
    if not head:
        raise Refused(EMPTY)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    for signature, media_type in SIGNATURES:
        if head.startswith(signature):
            return media_type
    raise Refused(UNKNOWN)
