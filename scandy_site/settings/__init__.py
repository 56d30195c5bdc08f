"""Settings, one module for each way to run. Whoever loads one has the Celery app, so tasks find their queue."""

from scandy_site.celery import app as celery_app

__all__ = ["celery_app"]
