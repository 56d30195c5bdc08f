"""Documents are kept as they came, so they are looked through first: whole, no bombs, no macros, no passwords."""

import zipfile
import zlib
from typing import BinaryIO

from apps.media.sandbox import kinds
from apps.media.sandbox.refusals import BOMB, DAMAGED, ENCRYPTED, MACROS, UNKNOWN, Refused

PDF_END = 1024  # the end mark stands in the last bytes, whatever a program hangs behind it
MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 150
RATIO_COUNTS_FROM = 1024 * 1024  # small parts of XML are often squeezed to nothing
CHUNK = 64 * 1024
IS_ENCRYPTED = 0x1
TYPES, DOCUMENT = "[Content_Types].xml", "word/document.xml"
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
DOC_STREAM = "WordDocument"
DOC_MACROS = {"macros", "_vba_project", "vba", "_vba_project_cur"}
DOC_IS_ENCRYPTED = 0x0100


def check_document(file: BinaryIO, media_type: str) -> None:
    """
    :raises Refused: it is not what it says, or not harmless.
    """
    {kinds.PDF: _check_pdf, kinds.DOC: _check_doc, kinds.DOCX: _check_docx}[media_type](file)


def _check_pdf(file: BinaryIO) -> None:
    """An encrypted one may be read by who knows its password; it holds no programs that its reader would start."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    size = file.seek(0, 2)
    file.seek(max(0, size - PDF_END))
    if b"%%EOF" not in file.read():
        raise Refused(DAMAGED)
    file.seek(0)
    try:
        reader = PdfReader(file)
        if not reader.is_encrypted and not len(reader.pages):
            raise Refused(DAMAGED)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
    ) as error:
        raise Refused(DAMAGED) from error


def _check_doc(file: BinaryIO) -> None:
    """The old container holds workbooks, mails and installers too, and documents behind a password."""
    import olefile

    try:
        with olefile.OleFileIO(file) as container:
            names = {part.lower() for path in container.listdir(storages=True) for part in path}
            if "encryptedpackage" in names:
                raise Refused(ENCRYPTED)
            if not container.exists(DOC_STREAM):
                raise Refused(UNKNOWN)
            flags = container.openstream(DOC_STREAM).read(12)[10:12]
    except (OSError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise Refused(DAMAGED) from error
    if len(flags) < 2:
        raise Refused(DAMAGED)
    if int.from_bytes(flags, "little") & DOC_IS_ENCRYPTED:
        raise Refused(ENCRYPTED)
    if names & DOC_MACROS:
        raise Refused(MACROS)


def _check_docx(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_entries(archive.infolist(), size)
            _check_parts(archive)
            _unpack(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise Refused(DAMAGED) from error
    except (ValueError, KeyError, RuntimeError) as error:
        raise Refused(DAMAGED) from error


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    """What the archive says of itself, before anything is unpacked."""
    if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
        raise Refused(ENCRYPTED)
    unpacked = sum(entry.file_size for entry in entries)
    is_squeezed = unpacked > RATIO_COUNTS_FROM and unpacked > size * MOST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or is_squeezed:
        raise Refused(BOMB)


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = {name.lower() for name in archive.namelist()}
    if TYPES.lower() not in names or DOCUMENT not in names:
        raise Refused(UNKNOWN)
    if any(name.rpartition("/")[2] in MACRO_PARTS for name in names):
        raise Refused(MACROS)
    with archive.open(TYPES) as types:
        if b"macroenabled" in types.read(RATIO_COUNTS_FROM).lower():
            raise Refused(MACROS)


def _unpack(archive: zipfile.ZipFile) -> None:
    """Whether it holds what it says: an archive that lies about its sizes ends here."""
    for entry in archive.infolist():
        left = entry.file_size
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Refused(BOMB)
        if left:
            raise Refused(DAMAGED)
