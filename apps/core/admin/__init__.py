"""The one seam to Django's admin and its theme: apps build their part of the back office from what stands here.

No app knows the theme, and none goes past its services: what is registered otherwise does not get in (see site).
"""

from unfold.decorators import action as page_action

from apps.core.admin.actions import ActionForm, By, RestoreForm
from apps.core.admin.base import ReadOnlyAdminMixin, ScandyModelAdmin
from apps.core.admin.display import day, minute, status_badge
from apps.core.admin.fields import DayField, ReferenceField, reference_field
from apps.core.admin.filters import (
    ChoiceFilter,
    Condition,
    ConditionFilter,
    QueryFilter,
    RelatedFilter,
    YesNoFilter,
)
from apps.core.admin.inlines import ScandyTabularInline
from apps.core.admin.saving import ServiceAdminMixin, SoftDeleteAdminMixin, changed_values
from apps.core.admin.site import MenuEntry, MenuGroup, ScandySiteBase
from apps.core.admin.widgets import (
    Checkbox,
    CheckboxList,
    DateInput,
    FileInput,
    NumberInput,
    PasswordInput,
    Select,
    Textarea,
    TextInput,
    TimeInput,
)

__all__ = [
    "ActionForm",
    "By",
    "Checkbox",
    "CheckboxList",
    "ChoiceFilter",
    "Condition",
    "ConditionFilter",
    "DateInput",
    "DayField",
    "FileInput",
    "MenuEntry",
    "MenuGroup",
    "NumberInput",
    "PasswordInput",
    "QueryFilter",
    "ReadOnlyAdminMixin",
    "ReferenceField",
    "RelatedFilter",
    "RestoreForm",
    "ScandyModelAdmin",
    "ScandySiteBase",
    "ScandyTabularInline",
    "Select",
    "ServiceAdminMixin",
    "SoftDeleteAdminMixin",
    "TextInput",
    "Textarea",
    "TimeInput",
    "YesNoFilter",
    "changed_values",
    "day",
    "minute",
    "page_action",
    "reference_field",
    "status_badge",
]
