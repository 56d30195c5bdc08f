"""What the documents of an order say: one list of words for PDF and Word, drawn from the order alone.

Messages and internal notes are never asked for here, so none can get into a document. The placeholders of Word carry
the names that houses know from their old templates.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from apps.consumables.rules import in_words
from apps.core.clock import BERLIN
from apps.core.registry import registry
from apps.tickets import rules
from apps.tickets.enums import CustomerKind
from apps.tickets.models import Ticket
from apps.tickets.orders import WorkOrder
from apps.tickets.totals import in_euros

CHECKED, UNCHECKED = "☒", "☐"
TEXTS = {  # placeholder: what it stands for, for the page that lists them
    "haus": _("name of the house"),
    "auftragnehmer": _("who is responsible"),
    "auftragnummer": _("number of the ticket"),
    "titel": _("title"),
    "beschreibung": _("description of the ticket"),
    "status": _("status"),
    "datum": _("day on which it was handed in"),
    "druckdatum": _("day on which it is printed"),
    "duedate": _("due date"),
    "fertigstellung": _("completed on"),
    "internchk": _("box, checked for an internal customer"),
    "externchk": _("box, checked for an external customer"),
    "bereich": _("area"),
    "auftraggebername": _("customer's name"),
    "auftraggebermail": _("contact"),
    "auftragsbeschreibung": _("what is ordered"),
    "ausgefuehrtearbeiten": _("what was done"),
    "arbeitenblock": _("all work, one line each"),
    "stundenblock": _("its hours, one line each"),
    "kategorieblock": _("its kinds, one line each"),
    "materialblock": _("all material, one line each"),
    "mengenblock": _("its quantities, one line each"),
    "preisblock": _("its prices, one line each"),
    "gesamtblock": _("its amounts, one line each"),
    "stunden": _("sum of the hours"),
    "matsum": _("sum of the material"),
    "arbeitsum": _("sum of the work"),
    "arpausch": _("sum of the work, too"),
    "zwsum": _("net sum"),
    "mwstsatz": _("VAT in percent"),
    "mwst": _("VAT"),
    "gesamtsumme": _("total with VAT"),
    "ubertrag": _("carried over: always empty"),
    "utrag": _("carried over: always empty"),
}
LISTS = {  # list: its columns
    "arbeiten": ("arbeit", "stunden", "kategorie", "satz", "betrag"),
    "materialien": ("artikel", "barcode", "menge", "einheit", "preis", "betrag"),
}


@dataclass(frozen=True)
class Sheet:
    """An order as one person may print it; without prices unless he sees them."""

    order: WorkOrder
    has_prices: bool
    day: date

    @property
    def ticket(self) -> Ticket:
        return self.order.ticket

    @property
    def filename(self) -> str:
        """What the file is called, without its ending."""
        return f"Auftrag-{self.ticket.ticket_number}"


def sheet_for(user: Any, order: WorkOrder, day: date) -> Sheet:
    return Sheet(order, rules.sees_prices(user), day)


def placeholders(sheet: Sheet) -> dict[str, Any]:
    """The words of a Word document."""
    return {
        **_ticket(sheet),
        **_customer(sheet),
        **_blocks(sheet),
        **_sums(sheet),
        "ubertrag": "",
        "utrag": "",
    }


def _ticket(sheet: Sheet) -> dict[str, str]:
    ticket = sheet.ticket
    return {
        "haus": registry.letterhead().name,
        "auftragnehmer": str(ticket.assigned_to or ""),
        "auftragnummer": ticket.ticket_number,
        "titel": ticket.title,
        "beschreibung": ticket.description,
        "status": str(ticket.state.label),
        "datum": _day(ticket.created_at.astimezone(BERLIN)),
        "druckdatum": _day(sheet.day),
        "duedate": _day(ticket.due_date and ticket.due_date.astimezone(BERLIN)),
    }


def _customer(sheet: Sheet) -> dict[str, str]:
    details = sheet.order.details
    is_external = details.customer_kind == CustomerKind.EXTERNAL
    return {
        "fertigstellung": _day(details.completion_date),
        "internchk": UNCHECKED if is_external else CHECKED,
        "externchk": CHECKED if is_external else UNCHECKED,
        "bereich": details.area,
        "auftraggebername": details.customer_name,
        "auftraggebermail": details.customer_contact,
        "auftragsbeschreibung": details.order_description,
        "ausgefuehrtearbeiten": details.done_work,
    }


def _blocks(sheet: Sheet) -> dict[str, Any]:
    work = [
        {
            "arbeit": line.work,
            "stunden": in_words(line.hours),
            "kategorie": line.category,
            "satz": _money(sheet, line.hourly_rate),
            "betrag": _money(sheet, line.amount),
        }
        for line in sheet.order.work
    ]
    used = [
        {
            "artikel": line.article,
            "barcode": line.consumable_barcode,
            "menge": in_words(line.quantity),
            "einheit": line.unit,
            "preis": _money(sheet, line.unit_price),
            "betrag": _money(sheet, line.amount),
        }
        for line in sheet.order.booked
    ]
    return {
        "arbeiten": work,
        "materialien": used,
        "arbeitenblock": _column(work, "arbeit"),
        "stundenblock": _column(work, "stunden"),
        "kategorieblock": _column(work, "kategorie"),
        "materialblock": _column(used, "artikel"),
        "mengenblock": "\n".join(f"{line['menge']} {line['einheit']}" for line in used),
        "preisblock": _column(used, "preis"),
        "gesamtblock": _column(used, "betrag"),
    }


def _sums(sheet: Sheet) -> dict[str, str]:
    totals = sheet.order.totals
    labor = _money(sheet, totals.labor)
    return {
        "stunden": in_words(totals.hours),
        "matsum": _money(sheet, totals.material),
        "arbeitsum": labor,
        "arpausch": labor,
        "zwsum": _money(sheet, totals.net),
        "mwstsatz": in_words(totals.vat_percent) if sheet.has_prices else "",
        "mwst": _money(sheet, totals.vat),
        "gesamtsumme": _money(sheet, totals.gross),
    }


def _column(lines: list[dict[str, str]], name: str) -> str:
    return "\n".join(line[name] for line in lines)


def _day(value: date | None) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""


def _money(sheet: Sheet, amount: Decimal | None) -> str:
    return in_euros(amount) if sheet.has_prices else ""


def sample() -> dict[str, Any]:
    """Every placeholder with a text, each list with lines: what a template must get along with."""
    texts = {name: str(label) for name, label in TEXTS.items()}
    lines = {name: [dict.fromkeys(columns, "Muster")] * 2 for name, columns in LISTS.items()}
    return {**texts, **lines}
