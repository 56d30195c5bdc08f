"""The scope of one request or task: its id, in every log line, audit event and answer, and what is read once in it."""

import contextlib
import logging
import re
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="-")
_cache: ContextVar[dict[str, Any] | None] = ContextVar("scope_cache", default=None)

_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")


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
