"""What workers find: importing registers the work."""

from scandy_site.tests.probe import work

__all__ = ["work"]
