"""What can go wrong because of what a user did: named errors with a code for programs and a sentence for people.

Every door translates them once: views into a message, the API into its envelope, commands into an exit code.
Anything that is not a DomainError is a fault of ours and is allowed to crash loudly.
"""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class ErrorCode(StrEnum):
    """Every code that an answer of Scandy can carry."""

    VALIDATION_ERROR = "VALIDATION_ERROR"
    BAD_REQUEST = "BAD_REQUEST"
    NOT_AUTHENTICATED = "NOT_AUTHENTICATED"
    PASSWORD_CHANGE_REQUIRED = "PASSWORD_CHANGE_REQUIRED"  # noqa: S105 a code
    PERMISSION_DENIED = "PERMISSION_DENIED"
    CSRF_FAILED = "CSRF_FAILED"
    NOT_FOUND = "NOT_FOUND"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
    CONFLICT = "CONFLICT"
    PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"
    TOO_MANY_REQUESTS = "TOO_MANY_REQUESTS"
    SERVER_ERROR = "SERVER_ERROR"
    SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"
    BARCODE_UNKNOWN = "BARCODE_UNKNOWN"
    BARCODE_TAKEN = "BARCODE_TAKEN"
    TOOL_NOT_FOUND = "TOOL_NOT_FOUND"
    TOOL_NOT_AVAILABLE = "TOOL_NOT_AVAILABLE"
    TOOL_NOT_LENT = "TOOL_NOT_LENT"
    STATUS_NOT_ALLOWED = "STATUS_NOT_ALLOWED"
    WORKER_NOT_FOUND = "WORKER_NOT_FOUND"
    WORKER_INACTIVE = "WORKER_INACTIVE"
    WORKER_BLOCKED = "WORKER_BLOCKED"
    CONSUMABLE_NOT_FOUND = "CONSUMABLE_NOT_FOUND"
    STOCK_TOO_LOW = "STOCK_TOO_LOW"
    TICKET_NOT_FOUND = "TICKET_NOT_FOUND"
    ALREADY_COUNTED = "ALREADY_COUNTED"
    OPERATION_ID_REUSED = "OPERATION_ID_REUSED"
    UNDO_NOT_POSSIBLE = "UNDO_NOT_POSSIBLE"
    IN_USE = "IN_USE"
    TOO_MANY_FILES = "TOO_MANY_FILES"
    FILE_REFUSED = "FILE_REFUSED"


class DomainError(Exception):
    """An outcome that the user caused and can do something about.

    :param message: a German sentence (translated) that says what to do; default: the class's own.
    :param data: machine-readable details for the JSON envelope.
    """

    code = ErrorCode.BAD_REQUEST
    status = 400
    message = _("That was not possible.")

    def __init__(self, message: Any = None, *, data: dict[str, Any] | None = None):
        self.message = message or self.message
        self.data = data
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class InvalidInput(DomainError):
    """Input that does not parse; ``data["fields"]`` names each field with its sentences."""

    code = ErrorCode.VALIDATION_ERROR
    message = _("Please check your input.")

    def __init__(self, fields: dict[str, list[str]], message: Any = None):
        super().__init__(message, data={"fields": fields})


class NotPermitted(DomainError):
    """The actor's role does not allow it."""

    code = ErrorCode.PERMISSION_DENIED
    status = 403
    message = _("You are not allowed to do that.")


class TooManyRequests(DomainError):
    """Somebody asks faster than people do."""

    code = ErrorCode.TOO_MANY_REQUESTS
    status = 429
    message = _("Too many requests. Please wait a moment.")


class ConcurrentUpdate(DomainError):
    """Others changed the same things again and again while we tried."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("Somebody changed this at the same moment. Please try again.")


class DatabaseAway(DomainError):
    """The database did not answer; nothing was changed."""

    code = ErrorCode.SERVICE_UNAVAILABLE
    status = 503
    message = _("The database cannot be reached. Please try again in a moment.")


class CommitUnknown(DatabaseAway):
    """The connection broke while committing: repeat with the same operation id to learn the outcome."""

    message = _("It is not known whether this was saved. Please repeat it.")
