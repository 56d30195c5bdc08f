"""What belongs to an object, as rows on its form: to be read; it changes by actions, which go through services."""

from typing import Any

from django.http import HttpRequest
from unfold.admin import TabularInline

from apps.core.admin.base import ReadOnlyAdminMixin


class ScandyTabularInline(ReadOnlyAdminMixin, TabularInline):
    """Rows of another collection of the same database, without links and without a form."""

    extra = 0
    show_change_link = False
    hide_title = True
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may see the object may see what belongs to it."""
        return True
