"""A process of its own that does one run of the outbox or of the reminders: ``python -m scandy_site.tests.probe.postman
deliver|remind MOMENT``. A test kills it meanwhile."""

import sys
from datetime import datetime

import django

django.setup()

from apps.lending.reminders import remind_borrowers  # noqa: E402 needs the setup
from apps.notifications.delivery import deliver  # noqa: E402
from apps.sitesettings.queries import current  # noqa: E402

RUNS = {"deliver": deliver, "remind": remind_borrowers}

name, moment = sys.argv[1:]
RUNS[name](current(), datetime.fromisoformat(moment))
