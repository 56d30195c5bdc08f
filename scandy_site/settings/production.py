"""A running instance, as ./manage.sh start and ./manage.sh manage use it."""

from scandy_site.settings.base import *

STORAGES["staticfiles"] = {"BACKEND": "apps.core.static_files.HashedStaticFiles"}
SECURE_PROXY_SSL_HEADER = None
