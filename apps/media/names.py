"""What an uploaded file is called: the name is part of its address, is downloaded, and comes from strangers."""

import re
import unicodedata
from collections.abc import Collection

LONGEST_STEM = 100
UNNAMED = "datei"
EXTENSIONS = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    "application/msword": ("doc",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
}
_NOT_KEPT = re.compile(r"[^\w .,()+&-]")
_EXTENSION = re.compile(r"\.(\w{1,5})$", re.ASCII)


def clean_name(given: str, media_type: str) -> str:
    """The last part of the given name, made of letters, digits and harmless signs, ending as the content does."""
    last = re.split(r"[/\\]", given)[-1]
    text = _NOT_KEPT.sub("", " ".join(unicodedata.normalize("NFC", last).split()))
    fitting = EXTENSIONS[media_type]
    found = _EXTENSION.search(text)
    stem = text[: found.start()] if found else text
    extension = found[1] if found and found[1].lower() in fitting else fitting[0]
    return f"{stem.strip(' .-')[:LONGEST_STEM].strip(' .-') or UNNAMED}.{extension}"


def shown_name(given: str) -> str:
    """The name of a file that was not taken, as the answer calls it."""
    last = re.split(r"[/\\]", given)[-1]
    return _NOT_KEPT.sub("", last)[:LONGEST_STEM].strip() or UNNAMED


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or with a number if something is called so already: "foto-2.jpg"."""
    lowered = {each.lower() for each in taken}
    stem, _dot, extension = name.rpartition(".")
    number = 1
    while name.lower() in lowered:
        number += 1
        name = f"{stem}-{number}.{extension}"
    return name
