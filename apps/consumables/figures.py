"""The stock on the dashboard: what has to be ordered."""

from django.utils.translation import gettext_lazy as _

from apps.consumables import queries
from apps.consumables.shortages import short_list_url
from apps.core.registry import Figure

BELOW_MINIMUM = Figure(
    code="consumables.below_minimum",
    label=_("below the minimum"),
    icon="trending-down",
    tone="warning",
    permission="consumables.delete_consumable",
    rows=lambda now: queries.below_minimum(),
    url=short_list_url,
)
