"""An order as it leaves the house: a file for Excel, a document to sign, the text of a mail."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import quote, urlencode

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from apps.consumables.models import OrderLine, PurchaseOrder
from apps.core.exports.sheets import SheetColumn, csv_chunks
from apps.core.pdf import render_pdf
from apps.core.registry import registry

LONGEST_LINK = 1800  # characters; mail programs cut longer ones off


@dataclass(frozen=True)
class Draft:
    """A mail to the supplier, not yet sent."""

    address: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """Opens the mail program with the mail; without the text where that would be cut off."""
        words = {"subject": self.subject, "body": self.text.replace("\n", "\r\n")}
        full = f"mailto:{self.address}?{urlencode(words, quote_via=quote)}"
        if len(full) <= LONGEST_LINK:
            return full
        return f"mailto:{self.address}?{urlencode({'subject': self.subject}, quote_via=quote)}"


def total_of(lines: list[OrderLine]) -> Decimal:
    """What the lines with a known price cost together."""
    return sum((line.cost for line in lines if line.cost is not None), Decimal(0))


def order_csv(lines: list[OrderLine]) -> bytes:
    """The lines for a German Excel."""
    return b"".join(csv_chunks(_columns(), lines))


def order_pdf(order: PurchaseOrder, lines: list[OrderLine], today: date) -> bytes:
    """The order to print, sign and send."""
    return render_pdf("consumables/orders/order_pdf.html", _context(order, lines, today))


def mail_draft(order: PurchaseOrder, lines: list[OrderLine], today: date) -> Draft:
    """What to write to the supplier."""
    context = {**_context(order, lines, today), "house": registry.letterhead()}
    subject = _("Order %(number)s") % {"number": order.number}
    if order.supplier and order.supplier.customer_number:
        number = order.supplier.customer_number
        subject = f"{subject}, " + _("customer number %(number)s") % {"number": number}
    text = render_to_string("consumables/orders/order_mail.txt", context).strip() + "\n"
    return Draft(order.supplier.email if order.supplier else "", subject, text)


def _context(order: PurchaseOrder, lines: list[OrderLine], today: date) -> dict[str, object]:
    return {
        "order": order,
        "lines": lines,
        "total": total_of(lines),
        "has_unknown_cost": any(line.cost is None for line in lines),
        "day": order.ordered_at or today,
    }


def _columns() -> list[SheetColumn]:
    return [
        SheetColumn(_("Article number"), lambda line: line.supplier_article_number),
        SheetColumn(_("Consumable"), lambda line: line.consumable_name),
        SheetColumn(_("Barcode"), lambda line: line.consumable_barcode),
        SheetColumn(_("Packs"), lambda line: line.packs),
        SheetColumn(_("Pack size"), lambda line: _plain(line.pack_size)),
        SheetColumn(_("Unit"), lambda line: line.unit),
        SheetColumn(_("Quantity"), lambda line: _plain(line.quantity)),
        SheetColumn(_("Price per unit"), lambda line: _plain(line.cost_per_unit)),
        SheetColumn(_("Sum"), lambda line: _money(line.cost)),
        SheetColumn(_("Received"), lambda line: _plain(line.received_quantity)),
    ]


def _plain(number: Decimal | None) -> Decimal | None:
    """Without the zeros that the database adds."""
    return None if number is None else Decimal(f"{number.normalize():f}")


def _money(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(Decimal("0.01"))
