"""Sends a file to a browser: in pieces, in part when asked, harmless whatever it holds, or by nginx where it can."""

import re
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags, quote_etag

from apps.media import storage
from apps.media.sandbox.kinds import IMAGES, PDF

CHUNK = 64 * 1024
KEPT_SECONDS = 3600
HARMLESS = "default-src 'none'; sandbox"
# A sandboxed page may not show PDF at all; a PDF runs nothing in our name.
HARMLESS_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Part:
    """The bytes that a request asks for: all of them, some of them, or some that do not exist."""

    def __init__(self, size: int, header: str):
        self.start, self.end, self.size = 0, size - 1, size
        self.is_partial = self.is_impossible = False
        if found := _RANGE.fullmatch(header.replace(" ", "")):
            self._narrow(found[1], found[2])

    def _narrow(self, first: str, last: str) -> None:
        if not first and not last:
            return
        if first:
            start, end = int(first), min(int(last), self.size - 1) if last else self.size - 1
            if last and int(last) < int(first):
                return  # senseless, so it counts as not asked
        else:
            start, end = max(0, self.size - int(last)), self.size - 1
        self.is_impossible = start >= self.size or (not first and int(last) == 0)
        if not self.is_impossible:
            self.start, self.end, self.is_partial = start, end, True

    @property
    def length(self) -> int:
        return self.end - self.start + 1


class Pieces:
    """The bytes of a part, one piece after the other; closed by the answer, also when nobody reads it."""

    def __init__(self, file: IO[bytes], part: Part):
        self.file, self.left = file, part.length
        file.seek(part.start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = self.file.read(min(CHUNK, self.left)) if self.left else b""
        if not chunk:
            raise StopIteration
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        self.file.close()


def serve(
    request: HttpRequest,
    *,
    stored_name: str,
    filename: str,
    media_type: str,
    etag: str,
    may_keep: bool = False,
) -> HttpResponse | StreamingHttpResponse:
    """The file as the answer; the caller has checked who asks.

    :param may_keep: the address changes with the content, so the browser need not ask again for a while.
    """
    quoted = quote_etag(etag)
    if _has_it(request, quoted):
        response: HttpResponse | StreamingHttpResponse = HttpResponse(status=304)
    elif settings.MEDIA_ACCEL_PREFIX:
        response = HttpResponse(content_type=media_type)
        response["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL_PREFIX}{stored_name}"
    else:
        response = _from_storage(request, stored_name, media_type, quoted)
    if response.status_code != 416:
        _describe(response, filename, media_type)
    response["ETag"] = quoted
    response["Cache-Control"] = (
        f"private, max-age={KEPT_SECONDS}" if may_keep else "private, no-cache"
    )
    return response


def _has_it(request: HttpRequest, quoted: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or quoted in [each.removeprefix("W/") for each in known]


def _describe(
    response: HttpResponse | StreamingHttpResponse, filename: str, media_type: str
) -> None:
    is_shown = media_type in IMAGES or media_type == PDF
    disposition = content_disposition_header(not is_shown, filename)
    response["Content-Disposition"] = disposition or "inline"
    response["Content-Security-Policy"] = HARMLESS_PDF if media_type == PDF else HARMLESS
    response["X-Content-Type-Options"] = "nosniff"


def _from_storage(
    request: HttpRequest, stored_name: str, media_type: str, quoted: str
) -> HttpResponse | StreamingHttpResponse:
    file = storage.read(stored_name)
    part = Part(file.size, _range_of(request, quoted))
    if part.is_impossible:
        file.close()
        response: HttpResponse | StreamingHttpResponse = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{part.size}"
        return response
    status = 206 if part.is_partial else 200
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(status=status, content_type=media_type)
    else:
        response = StreamingHttpResponse(Pieces(file, part), status=status, content_type=media_type)
    response["Content-Length"] = str(part.length)
    response["Accept-Ranges"] = "bytes"
    if part.is_partial:
        response["Content-Range"] = f"bytes {part.start}-{part.end}/{part.size}"
    return response


def _range_of(request: HttpRequest, quoted: str) -> str:
    """The part that is asked for, unless it is a part of something older."""
    condition = request.headers.get("If-Range", quoted)
    return request.headers.get("Range", "") if condition == quoted else ""
