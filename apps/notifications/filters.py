"""The list of a person's notifications."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.lists import Column, ListFilter
from apps.notifications.models import Notification

COLUMNS = (Column("created_at", _("Time"), ("created_at",)),)


class NotificationFilter(ListFilter):
    is_read = django_filters.BooleanFilter(label=_("Read"))

    class Meta:
        model = Notification
        fields: list[str] = []
