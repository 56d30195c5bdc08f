"""What people hear of from the consumables."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

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
ORDER_PROPOSALS = NotificationType(
    code="consumables.order_proposals",
    label=_("New order proposals"),
    sentence=ngettext_lazy(
        "%(count)d new order proposal.", "%(count)d new order proposals.", "count"
    ),
    template="consumables_order_proposals",
    default=Channel.DIGEST,
    recipients=lambda order: employees(),
    permission="consumables.view_purchaseorder",
)
LOW_STOCK_LIST = NotificationType(
    code="consumables.low_stock_list",
    label=_("Daily list of consumables below their minimum stock"),
    sentence=ngettext_lazy(
        "%(count)d article is below its minimum stock.",
        "%(count)d articles are below their minimum stock.",
        "count",
    ),
    template="consumables_low_stock_list",
    default=Channel.MAIL,
    recipients=lambda consumable: employees(),
    permission="consumables.delete_consumable",
)
