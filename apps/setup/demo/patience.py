"""Waiting for the traces of a run that was killed: its last transaction keeps its documents for up to a minute.

MongoDB gives up a transaction whose client is gone only when ``transactionLifetimeLimitSeconds`` (60) are over.
"""

import functools
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from apps.core.errors import ConcurrentUpdate

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 120
PAUSE = 0.5


def patient(func: Callable[P, T]) -> Callable[P, T]:
    """Try an atomic function again while something else holds what it changes.

    :raises ConcurrentUpdate: it still does after two minutes.
    """

    @functools.wraps(func)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                return func(*args, **kwargs)
            except ConcurrentUpdate:
                if time.monotonic() > deadline:
                    raise
            time.sleep(PAUSE)

    return run
