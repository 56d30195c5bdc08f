"""Real concurrency for tests: threads that start at the same moment, each with its own session."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def at_once(count: int, call: Callable[[int], Any]) -> list[Any]:
    """Call with 0 .. count-1 in as many threads; the results in that order, errors as themselves."""
    start = threading.Barrier(count)

    def run(number: int) -> Any:
        start.wait()
        try:
            return call(number)
        except Exception as error:  # noqa: BLE001 the test looks at it
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
