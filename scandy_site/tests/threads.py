"""Real concurrency for tests: the same call in many threads, each with its own session."""

from collections.abc import Callable
from functools import partial
from typing import Any

from apps.core.tests import threads


def at_once(count: int, call: Callable[[int], Any]) -> list[Any]:
    """Call with 0 .. count-1 in as many threads; the results in that order, errors as themselves."""

    def run(number: int) -> Any:
        try:
            return call(number)
        except Exception as error:  # noqa: BLE001 the test looks at it
            return error

    return threads.at_once(*(partial(run, number) for number in range(count)))
