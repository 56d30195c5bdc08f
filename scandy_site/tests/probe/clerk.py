"""A process of its own that saves in both databases: ``python -m scandy_site.tests.probe.clerk NAME ...``.

For each name it writes into the first database, says so, waits for a line, writes into the second and commits. A test
kills the server meanwhile. What became of it stands on a line of its own: ``saved NAME`` or the error's class.
"""

import sys

import django

django.setup()

from apps.core import db  # noqa: E402 needs the setup
from apps.core.errors import DomainError  # noqa: E402
from scandy_site.tests.probe.models import Shelf  # noqa: E402
from scandy_site.tests.probe.tickets.models import Complaint  # noqa: E402

db.COMMIT_SECONDS = 4.0


@db.atomic
def save(name: str) -> None:
    Shelf.objects.create(name=name)
    _say(f"inside {name}")
    sys.stdin.readline()  # the second time round, there is nothing to wait for
    Complaint.objects.create(text=name)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


for each in sys.argv[1:]:
    try:
        save(each)
    except DomainError as error:
        _say(f"{type(error).__name__} {each}")
    else:
        _say(f"saved {each}")
