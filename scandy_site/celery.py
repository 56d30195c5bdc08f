"""Entry point of worker and beat: ``celery -A scandy_site``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scandy_site.settings.production")

app = Celery("scandy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
