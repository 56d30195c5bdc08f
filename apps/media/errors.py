"""What can go wrong with files because of what somebody did, or because the storage is away."""

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, ErrorCode
from apps.media.enums import Refusal
from apps.media.limits import MOST_FILES

CODES = {
    Refusal.TOO_LARGE: (ErrorCode.PAYLOAD_TOO_LARGE, 413),
    Refusal.UNKNOWN: (ErrorCode.UNSUPPORTED_MEDIA_TYPE, 415),
}


class FileRefused(DomainError):
    """The file is not taken; ``data["reason"]`` says why, for programs."""

    def __init__(self, reason: Refusal):
        self.code, self.status = CODES.get(reason, (ErrorCode.FILE_REFUSED, 422))
        super().__init__(reason.label, data={"reason": reason.value})


class TooManyFiles(DomainError):
    """The thing has as many files as it may have."""

    code = ErrorCode.TOO_MANY_FILES
    status = 409
    message = _("There are %(count)d files already, more are not possible.") % {"count": MOST_FILES}


class AttachmentNotFound(DomainError):
    """There is no such file, or whoever asks must not know of it."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("There is no such file.")


class OwnerNotFound(DomainError):
    """There is no such thing, or whoever asks must not know of it."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("What the file belongs to was not found.")


class NoPicture(DomainError):
    """Only a picture can stand for the thing in lists."""

    status = 409
    code = ErrorCode.CONFLICT
    message = _("Only a picture can be the preview.")


class StorageAway(DomainError):
    """The folder or the S3 service does not take or give files."""

    code = ErrorCode.SERVICE_UNAVAILABLE
    status = 503
    message = _("The storage for files cannot be reached. Please try again in a moment.")


class TooBusy(DomainError):
    """Others have so many files looked through that this one would wait too long."""

    code = ErrorCode.SERVICE_UNAVAILABLE
    status = 503
    message = _("Many files are being uploaded. Please try again in a moment.")
