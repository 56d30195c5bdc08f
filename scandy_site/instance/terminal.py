"""What ./manage.sh writes: plain sentences, and a line with dots for whatever takes a while."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tick = Callable[[], None]


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@contextmanager
def step(name: str) -> Iterator[Tick]:
    """Announce a step; each call of the yielded function adds a dot once a second has passed."""
    begun = last = time.monotonic()
    sys.stdout.write(f"  {name} ")
    sys.stdout.flush()

    def tick() -> None:
        nonlocal last
        if time.monotonic() - last >= 1:
            last = time.monotonic()
            sys.stdout.write(".")
            sys.stdout.flush()

    try:
        yield tick
    except BaseException:
        say("fehlgeschlagen")
        raise
    say(f"bereit ({time.monotonic() - begun:.1f} s)".replace(".", ","))


def wait_until(
    ready: Callable[[], bool], *, seconds: float, tick: Tick, pause: float = 0.05
) -> bool:
    """Ask again and again whether something is ready; False when the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        tick()
        time.sleep(pause)
    return True
