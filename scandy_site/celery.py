"""Entry point of worker and beat: ``celery -A scandy_site``."""

import os
from typing import Any

from celery import Celery
from celery.signals import before_task_publish, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scandy_site.settings.production")

app = Celery("scandy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_logging_of_django(**kwargs: Any) -> None:
    """Celery brings handlers of its own unless somebody listens here."""


@before_task_publish.connect
def send_request_id(headers: dict[str, Any], **kwargs: Any) -> None:
    """A task logs under the request that caused it."""
    from apps.core.logs import request_id  # noqa: PLC0415 Django may not be set up yet

    headers["scandy_request_id"] = request_id.get()
