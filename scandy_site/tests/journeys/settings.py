"""The test settings, with files for the browser as an instance serves them: collected, hashed, with one CSP."""

from scandy_site.settings.production import STORAGES  # noqa: F401
from scandy_site.settings.test import *  # noqa: F403
