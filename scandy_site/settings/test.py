"""The test suite, on a replica set and a Redis of its own that ./manage.sh test starts."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")

from scandy_site.settings.base import *

INSTALLED_APPS += ["scandy_site.tests.probe", "scandy_site.tests.probe.tickets"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The backend as it is, on the same data: what our engine's answers are compared with.
DATABASES["plain"] = {
    **DATABASES["default"],
    "ENGINE": "django_mongodb_backend",
    "TEST": {"MIRROR": "default"},
}
# Made from the models: the migrations lead to the same (test_instance compares) and take ten times as long.
for alias in ("default", "tickets"):
    DATABASES[alias]["TEST"] = {"MIGRATE": False}
DATABASE_ROUTERS = ["scandy_site.tests.probe.routers.ProbeRouter"]
# Test processes that run side by side have databases of their own, and so their own part of Redis.
CACHES["default"]["KEY_PREFIX"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
# Static files are served from where they are written; the folder that collects them need not exist.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
