"""Request ids: one per request or task, in every log line, audit event and error answer that belongs to it."""

import contextlib
import logging
import re
import uuid
from collections.abc import Iterator
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")

_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")


@contextlib.contextmanager
def request_scope(given: str | None = None) -> Iterator[str]:
    """Run the block under a request id: the one a proxy gave, if it is well formed, else a new one."""
    value = given if given and _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
    token = request_id.set(value)
    try:
        yield value
    finally:
        request_id.reset(token)


class RequestIdFilter(logging.Filter):
    """Gives each log record the id of the request that it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)  # Django logs answers after the request's end
        record.request_id = getattr(request, "request_id", request_id.get())
        return True
