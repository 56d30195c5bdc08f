"""The site: settings, urls, processes and what only makes sense above all apps."""

from scandy_site.celery import app as celery_app

__all__ = ["celery_app"]
