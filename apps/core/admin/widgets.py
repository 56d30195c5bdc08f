"""Widgets for fields that a form declares itself; the theme draws those of model fields without being asked."""

from unfold.widgets import UnfoldAdminPasswordWidget as PasswordInput

__all__ = ["PasswordInput"]
