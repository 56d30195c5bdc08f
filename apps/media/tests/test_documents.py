"""Which documents are taken."""

import struct
import zipfile
from io import BytesIO

import pytest
from pypdf import PdfWriter

from apps.media.sandbox import kinds
from apps.media.sandbox.documents import check_document
from apps.media.sandbox.refusals import BOMB, DAMAGED, ENCRYPTED, MACROS, UNKNOWN, Refused
from apps.media.tests.containers import doc

pytestmark = pytest.mark.unit

TYPES = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.main+xml"/>'
PARTS = {"[Content_Types].xml": TYPES, "word/document.xml": b"<w:document/>"}


def docx(**parts: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**PARTS, **parts}.items():
            archive.writestr(name, content)
    return target.getvalue()


def pdf(password: str = "") -> bytes:
    writer, target = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    writer.write(target)
    return target.getvalue()


def verdict(content: bytes, media_type: str) -> str:
    try:
        check_document(BytesIO(content), media_type)
    except Refused as refused:
        return refused.code
    return "taken"


def flagged(content: bytes, offset: int, signature: bytes, value: bytes) -> bytes:
    """The archive with something else in all its headers of a kind."""
    changed, place = bytearray(content), content.find(signature)
    while place >= 0:
        changed[place + offset : place + offset + len(value)] = value
        place = content.find(signature, place + 4)
    return bytes(changed)


@pytest.mark.parametrize("password", ["", "geheim"])
def test_a_pdf_is_taken(password):
    assert verdict(pdf(password), kinds.PDF) == "taken"


@pytest.mark.parametrize(
    "content", [pdf()[:200], b"%PDF-1.4\n<html><script>\n%%EOF", b"%PDF-", pdf()[:-8]]
)
def test_a_pdf_that_is_none_or_not_whole_is_refused(content):
    assert verdict(content, kinds.PDF) == DAMAGED


def test_a_pdf_whose_pages_contain_themselves_ends():
    pages = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    pages += b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"

    assert verdict(b"%PDF-1.4\n" + pages + b"trailer<</Root 1 0 R>>\n%%EOF", kinds.PDF) == DAMAGED


def test_a_word_document_is_taken():
    assert verdict(docx(), kinds.DOCX) == "taken"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (docx(**{"word/vbaProject.bin": b"x"}), MACROS),
        (docx(**{"[Content_Types].xml": b"ms-word.document.macroEnabled.main+xml"}), MACROS),
        (docx(**{"word/media/a.bin": b"\0" * 30_000_000}), BOMB),
        (docx(**{f"word/{number}": b"" for number in range(2001)}), BOMB),
        (docx()[:-30], DAMAGED),
        (docx()[:100], DAMAGED),
        (flagged(docx(), 8, b"PK\x01\x02", b"\x01"), ENCRYPTED),
        (flagged(docx(), 24, b"PK\x01\x02", struct.pack("<I", 3)), DAMAGED),
    ],
)
def test_a_harmful_word_document_is_refused(content, reason):
    assert verdict(content, kinds.DOCX) == reason


def test_another_archive_is_no_word_document():
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "a")

    assert verdict(target.getvalue(), kinds.DOCX) == UNKNOWN


@pytest.mark.parametrize(
    "content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xd0\xcf\x11\xe0" * 999]
)
def test_a_broken_old_container_is_refused(content):
    assert verdict(content, kinds.DOC) == DAMAGED


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (doc(), "taken"),
        (doc(storage="Macros"), MACROS),
        (doc(flags=0x0100), ENCRYPTED),
        (doc(stream="EncryptedPackage"), ENCRYPTED),
        (doc(stream="Workbook"), UNKNOWN),
    ],
)
def test_an_old_word_file_is_taken_unless_it_holds_macros_or_a_password(content, outcome):
    assert verdict(content, kinds.DOC) == outcome
