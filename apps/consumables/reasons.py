"""Why something should be ordered, in one sentence, out of the numbers that a proposal keeps."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.consumables.rules import as_quantity, in_words


def sentence_of(reason: dict[str, Any]) -> str:
    """Stock and minimum; how long it lasts and how long a delivery takes; what is on its way."""
    if not reason:
        return _("Added by hand.")
    stock = _("Stock %(stock)s, minimum %(minimum)s") % _words(reason, "stock", "minimum")
    delivery = ngettext(
        "delivery takes %(count)d day", "delivery takes %(count)d days", reason["delivery_days"]
    ) % {"count": reason["delivery_days"]}
    ordered = _("%(on_order)s ordered") % _words(reason, "on_order")
    return "; ".join([stock, f"{_reach(reason['reach_days'])}, {delivery}", ordered])


def order_by(reason: dict[str, Any]) -> date | None:
    """The last day on which an order is early enough."""
    return date.fromisoformat(reason["order_by"]) if reason else None


def _reach(days: int | None) -> str:
    if days is None:
        return _("usage unknown")
    return ngettext("lasts %(count)d day", "lasts %(count)d days", days) % {"count": days}


def _words(reason: dict[str, Any], *names: str) -> dict[str, str]:
    return {name: in_words(as_quantity(reason[name]) or Decimal(0)) for name in names}
