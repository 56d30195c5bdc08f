#!/usr/bin/env python
"""Django's command line for one instance; operators use ./manage.sh, which sets the environment."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scandy_site.settings.production")
    execute_from_command_line(sys.argv)
