"""``./manage.sh start --dev``: autoreload, static files from their source, details of errors."""

from scandy_site.settings.base import *

DEBUG = True
