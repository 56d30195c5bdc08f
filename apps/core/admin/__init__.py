"""The one seam to Django's admin and its theme: apps build their part of the back office from what stands here.

No app knows the theme, and none goes past its services: what is registered otherwise does not get in (see site).
"""

from apps.core.admin.base import ReadOnlyAdminMixin, ScandyModelAdmin
from apps.core.admin.display import day, minute, status_badge
from apps.core.admin.filters import ChoiceFilter, QueryFilter, RelatedFilter, YesNoFilter
from apps.core.admin.saving import By, ServiceAdminMixin, SoftDeleteAdminMixin, changed_values
from apps.core.admin.site import MenuEntry, MenuGroup, ScandySiteBase
from apps.core.admin.widgets import (
    Checkbox,
    CheckboxList,
    FileInput,
    NumberInput,
    PasswordInput,
    TextInput,
    TimeInput,
)

__all__ = [
    "By",
    "Checkbox",
    "CheckboxList",
    "ChoiceFilter",
    "FileInput",
    "MenuEntry",
    "MenuGroup",
    "NumberInput",
    "PasswordInput",
    "QueryFilter",
    "ReadOnlyAdminMixin",
    "RelatedFilter",
    "ScandyModelAdmin",
    "ScandySiteBase",
    "ServiceAdminMixin",
    "SoftDeleteAdminMixin",
    "TextInput",
    "TimeInput",
    "YesNoFilter",
    "changed_values",
    "day",
    "minute",
    "status_badge",
]
