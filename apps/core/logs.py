"""The scope of one request or task: its id, in every log line, audit event and answer, and what is read once in it.

And how Scandy logs: to five loggers, ``scandy.app``, ``.database``, ``.auth``, ``.backup`` and ``.errors``, without
personal data. What we write ourselves names ids alone. Texts of exceptions may quote what somebody typed or stored, so
only those are written that speak of code and machines; of the others the kind and the place.
"""

import contextlib
import json
import logging
import re
import sys
import traceback
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest
from pymongo.errors import ConnectionFailure
from redis.exceptions import RedisError

request_id: ContextVar[str] = ContextVar("request_id", default="-")
_cache: ContextVar[dict[str, Any] | None] = ContextVar("scope_cache", default=None)

_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
_IMPERSONAL = (
    AttributeError,
    ImportError,
    NameError,
    NotImplementedError,
    OSError,
    TypeError,
    ConnectionFailure,
    RedisError,
)


@contextlib.contextmanager
def request_scope(given: str | None = None) -> Iterator[str]:
    """Run the block under a request id: the one a proxy gave, if it is well formed, else a new one."""
    value = given if given and _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
    token, cache = request_id.set(value), _cache.set({})
    try:
        yield value
    finally:
        request_id.reset(token)
        _cache.reset(cache)


def scope_cache() -> dict[str, Any]:
    """What was read in this request or task; outside of one nothing is kept."""
    cache = _cache.get()
    return {} if cache is None else cache


class RequestIdFilter(logging.Filter):
    """Gives each log record the id of the request that it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)  # Django logs answers after the request's end
        record.request_id = getattr(request, "request_id", request_id.get())
        return True


class LoggedElsewhere(logging.Filter):
    """Drops Django's record of an exception in a view: it stands under ``scandy.errors``, without its text."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not record.exc_info


class LineFormatter(logging.Formatter):
    """One line a record, and the lines of a traceback; no text of an exception that may be personal."""

    def formatException(self, exc_info: Any) -> str:  # noqa: N802 logging's own name
        error = exc_info[1]
        return "\n".join(_described(each) for each in _chain(error))


class JsonFormatter(LineFormatter):
    """One JSON object a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def connect() -> None:
    """Log what views let through, once Django is ready."""
    got_request_exception.connect(_log_exception, dispatch_uid="scandy.errors")


def _log_exception(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """The route, not the address: it has the view's name instead of what was typed."""
    match = getattr(request, "resolver_match", None)
    route = match.route if match else "?"
    logger = logging.getLogger("scandy.errors")
    logger.error("%s %s failed", request.method, route, exc_info=sys.exc_info())


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it, the first cause first."""
    if error is not None:
        yield from _chain(error.__cause__ or error.__context__)
        yield error


def _described(error: BaseException) -> str:
    text = f": {error}" if isinstance(error, _IMPERSONAL) else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{frames}{type(error).__name__}{text}"
