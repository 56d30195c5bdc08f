"""Takes files from a request to disk, piece by piece: never whole in memory, and no more of them than is allowed."""

from collections.abc import Callable
from functools import wraps
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from apps.core.errors import DomainError, ErrorCode
from apps.media.enums import Refusal
from apps.media.errors import FileRefused
from apps.media.inspection import spool
from apps.media.limits import MOST_BYTES, MOST_BYTES_AT_ONCE, MOST_FILES_AT_ONCE

View = Callable[..., HttpResponse]


class TooManyAtOnce(DomainError):
    """More files in one request than anybody could add."""

    code = ErrorCode.TOO_MANY_FILES
    status = 409
    message = _("At most %(count)d files can be sent at once.") % {"count": MOST_FILES_AT_ONCE}


class RequestTooLarge(DomainError):
    """The request says itself that it is larger than all that may be sent; it is not read."""

    code = ErrorCode.PAYLOAD_TOO_LARGE
    status = 413
    message = _("That is too large: at most 10 files of 10 MB each can be sent at once.")


class Upload(UploadedFile):
    """A file as it came; of one that is too large nothing is kept but that."""

    file: IO[bytes]

    def __init__(self, file: IO[bytes], name: str, size: int):
        super().__init__(file, name, size=size)
        self.given_name = name

    def require_size(self) -> None:
        """
        :raises FileRefused: it is larger than a file may be.
        """
        if (self.size or 0) > MOST_BYTES:
            raise FileRefused(Refusal.TOO_LARGE)


class ToDisk(FileUploadHandler):
    """Counts while it writes, and stops writing where a file is too large."""

    def __init__(self, request: HttpRequest | None = None):
        super().__init__(request)
        self.files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """
        :raises TooManyAtOnce: enough.
        """
        super().new_file(*args, **kwargs)
        self.files += 1
        if self.files > MOST_FILES_AT_ONCE:
            raise TooManyAtOnce
        self.file, self.written = spool(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.written += len(raw_data)
        if self.written <= MOST_BYTES:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> Upload:
        self.file.flush()
        return Upload(self.file, self.file_name or "", file_size)

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


def takes_files(view: View) -> View:
    """Decorate a view that takes files: large requests are refused before anything of them is read.

    The CSRF token stands in the body, so it is checked here, after the size; put this below checks of the role.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        receive(request)
        return protected(request, *args, **kwargs)

    return checked


def receive(request: HttpRequest) -> None:
    """Let the request's files come to disk; call it before anything reads the request's body.

    :raises RequestTooLarge: it says that it is larger than all that may be sent.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES_AT_ONCE:
        raise RequestTooLarge
    request.upload_handlers = [ToDisk(request)]


def files_of(request: HttpRequest) -> list[Upload]:
    """The files of the request, whatever the form calls them."""
    return [file for name in request.FILES for file in request.FILES.getlist(name)]
