"""How columns and read-only fields show what a plain value cannot."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from apps.core import clock


def status_badge(state: Any) -> SafeString:
    """A state as color, icon and word: whatever has ``tone``, ``icon`` and ``label``, as on all other pages."""
    return render_to_string("components/status.html", {"state": state})


def name_with_barcode(obj: Model) -> str:
    """What people call a thing, so that two of the same name are told apart: Bohrmaschine · T001234."""
    barcode = getattr(obj, "barcode", "")
    return f"{obj} · {barcode}" if barcode else str(obj)


def day(moment: datetime) -> str:
    """The day of a moment as narrow columns show it: 07.12.2026."""
    return date_format(clock.local_date(moment), "SHORT_DATE_FORMAT")


def minute(moment: datetime | None) -> str | None:
    """A moment as narrow columns show it: 07.12.2026 10:41."""
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else None
