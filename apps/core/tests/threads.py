"""Things that happen at the same moment, for tests."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from apps.core.errors import DomainError


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Let all calls begin together, each in a thread of its own; their results in order."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def attempt(service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What the service returns, or how it refuses."""
    try:
        return service(*args, **kwargs)
    except DomainError as refusal:
        return refusal
