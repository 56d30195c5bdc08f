"""The documents of an order: the sheet to print, and the one in Word."""

from pathlib import Path

from apps.core.pdf import render_pdf
from apps.core.symbols import code_128
from apps.core.word import render_word
from apps.tickets.models import WordTemplate
from apps.tickets.models.word_templates import WORK_ORDER
from apps.tickets.order_sheet import Sheet, placeholders

OWN_TEMPLATE = Path(__file__).parent / "word" / "work_order.docx"


def order_pdf(sheet: Sheet) -> bytes:
    """The order to print and sign."""
    context = {"sheet": sheet, "code": code_128(sheet.ticket.ticket_number)}
    return render_pdf("tickets/work_order_pdf.html", context)


def order_word(sheet: Sheet) -> bytes:
    """The order in Word, from the template of the house."""
    return render_word(template_in_use(house_template()), placeholders(sheet))


def house_template() -> WordTemplate | None:
    """What an admin has put in place of Scandy's own template."""
    return WordTemplate.objects.filter(kind=WORK_ORDER).first()


def template_in_use(stored: WordTemplate | None) -> bytes:
    return bytes(stored.content) if stored else OWN_TEMPLATE.read_bytes()
