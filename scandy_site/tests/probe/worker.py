"""A worker as instances run it, only less patient: ``python -m scandy_site.tests.probe.worker``."""

import sys
from datetime import timedelta

from scandy_site.celery import app

app.set_default()

import django  # noqa: E402 after Celery's app is there

django.setup()

from apps.core import jobs  # noqa: E402 needs the setup

jobs.LEASE = timedelta(seconds=2)
jobs.RENEW_SECONDS = 0.5

app.worker_main(["worker", "--pool", "threads", "--concurrency", "4", *sys.argv[1:]])
