"""The stock on the dashboard: what has to be ordered, and how much is taken out."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.consumables import queries
from apps.consumables.enums import MovementKind
from apps.consumables.models import StockMovement
from apps.consumables.shortages import short_list_url
from apps.core.mongodb.weeks import count_by_week
from apps.core.registry import Figure, Trend

BELOW_MINIMUM = Figure(
    code="consumables.below_minimum",
    label=_("stock is low"),
    icon="trending-down",
    tone="warning",
    permission="consumables.delete_consumable",
    rows=lambda now: queries.below_minimum(),
    url=short_list_url,
)


def _journal(first: date, last: date) -> str:
    params = {
        "kind": MovementKind.WITHDRAWAL.value,
        "used_from": first.isoformat(),
        "used_until": last.isoformat(),
    }
    return f"{reverse('consumables:journal')}?{urlencode(params)}"


def _in_words(count: int) -> str:
    return ngettext("%(count)d withdrawal", "%(count)d withdrawals", count) % {"count": count}


WITHDRAWALS_BY_WEEK = Trend(
    code="consumables.by_week",
    title=_("Withdrawals of material"),
    permission="consumables.delete_consumable",
    weekly=lambda mondays: count_by_week(
        StockMovement.objects.filter(kind=MovementKind.WITHDRAWAL), "used_at", mondays
    ),
    url=_journal,
    words=_in_words,
)
