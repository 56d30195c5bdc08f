"""Telling the employees once a day what is below its minimum."""

from datetime import datetime

from django.urls import reverse

from apps.consumables.filters import SHORT
from apps.consumables.notification_types import LOW_STOCK_LIST
from apps.consumables.queries import below_minimum
from apps.core import clock
from apps.notifications.services import notify
from apps.sitesettings.models import SystemSettings

LISTED = 50  # articles in the mail; the page has all


def short_list_url() -> str:
    """The list of what is below its minimum."""
    return f"{reverse('consumables:list')}?stock_state={SHORT}"


def tell_low_stock(settings: SystemSettings, now: datetime) -> int:
    """One list of everything below its minimum, once a day; none on closed days, none when nothing is."""
    today, short = clock.local_date(now), below_minimum()
    count: int = short.count()
    if not count or not settings.calendar.is_open(today):
        return 0
    listed = list(short.select_related("supplier").order_by("stock_state", "sort_name")[:LISTED])
    lines = [
        {
            "consumable": each.name,
            "barcode": each.barcode,
            "stock": each.stock_in_words,
            "minimum": each.min_in_words,
            "supplier": each.supplier.name if each.supplier else "",
        }
        for each in listed
    ]
    notify(
        LOW_STOCK_LIST.code,
        listed[0],
        key=f"low-stock-list:{today}",
        actor=None,
        now=now,
        url=short_list_url(),
        count=count,
        mail={"lines": lines, "more": count - len(lines)},
    )
    return count
