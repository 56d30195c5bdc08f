"""A running instance, as ./manage.sh start and ./manage.sh manage use it."""

from scandy_site.settings.base import *

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "apps.core.static_files.HashedStaticFiles"},
}
SECURE_PROXY_SSL_HEADER = None
