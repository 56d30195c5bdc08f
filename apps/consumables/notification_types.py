"""What people hear of from the consumables."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.queries import employees
from apps.core.registry import NotificationType
from apps.notifications.enums import Channel

LOW_STOCK = NotificationType(
    code="consumables.low_stock",
    label=_("Consumables below their minimum stock"),
    sentence=_(
        "%(consumable)s %(barcode)s is running out: %(stock)s %(unit)s left, minimum %(minimum)s."
    ),
    template="consumables_low_stock",
    default=Channel.DIGEST,
    recipients=lambda consumable: employees(),
    permission="consumables.delete_consumable",
)
