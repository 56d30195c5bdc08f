"""An order on paper and in Word, and the templates that a house may bring."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document  # noqa: TID253 the test reads what came out
from pypdf import PdfReader

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core.word import TemplateRefused
from apps.tickets.documents import OWN_TEMPLATE, house_template, order_word
from apps.tickets.models import TicketEvent
from apps.tickets.order_sheet import LISTS, TEXTS, placeholders, sample, sheet_for
from apps.tickets.orders import order_of
from apps.tickets.services.materials import Material, book_material
from apps.tickets.services.messages import add_note
from apps.tickets.services.word_templates import replace_template, reset_template
from apps.tickets.services.work_orders import Labor, book_labor, save_details
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)
EVIL = "<script>alert('x')</script> & {{ 7*7 }} \x0b"


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def by(employee):
    return {"actor": employee, "now": NOW}


@pytest.fixture
def participant():
    return UserFactory(role=Role.PARTICIPANT)


@pytest.fixture
def ticket(by, participant):
    """An order with everything in it, and a note that nobody else may read."""
    ticket = TicketFactory(title="Regal <b>bauen</b>", created_by=participant)
    values = {"customer_kind": "extern", "customer_name": "Tischlerei Krause & Söhne"}
    save_details(ticket_id=ticket.pk, values={**values, "done_work": "Gehobelt\nGeölt"}, **by)
    material = Material("2", "Eichenbrett", unit="m", unit_price="12.3456")
    book_material(ticket_id=ticket.pk, material=material, **by)
    labor = Labor(EVIL.strip(), "1.5", "Tischler", "40")
    book_labor(ticket_id=ticket.pk, labor=labor, **by)
    add_note(ticket_id=ticket.pk, text="GEHEIM: zahlt nie", **by)
    return ticket


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def word_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def template_with(*paragraphs: str) -> bytes:
    document, target = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(target)
    return target.getvalue()


def archive(**parts: bytes) -> bytes:
    """The own template with parts put in or replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(OWN_TEMPLATE) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def test_the_pdf_says_all_of_the_order(ticket, employee):
    response = signed_in(employee).get(f"/tickets/{ticket.ticket_number}/export.pdf")

    text = pdf_text(response.content)
    name = f"Auftrag-{ticket.ticket_number}.pdf"
    assert name in response["Content-Disposition"]
    assert all(
        word in text for word in ("Krause & Söhne", "Eichenbrett", "24,69 €", "60,00 €", "100,78 €")
    )
    assert "<script>alert('x')</script> & {{ 7*7 }}" in text


def test_word_says_the_same(ticket, employee):
    response = signed_in(employee).get(f"/tickets/{ticket.ticket_number}/export.docx")

    text = word_text(response.content)
    assert f"Auftrag-{ticket.ticket_number}.docx" in response["Content-Disposition"]
    assert all(
        word in text
        for word in ("Krause & Söhne", "Eichenbrett", "24,69 €", "60,00 €", "100,78 €", "Geölt")
    )
    assert "<script>alert('x')</script> & {{ 7*7 }}" in text


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_documents_hold_no_note_and_for_participants_no_price(
    ticket, participant, employee, ending
):
    read = {"pdf": pdf_text, "docx": word_text}[ending]
    address = f"/tickets/{ticket.ticket_number}/export.{ending}"

    full = read(signed_in(employee).get(address).content)
    own = read(signed_in(participant).get(address).content)

    assert "GEHEIM" not in full + own
    assert "€" in full
    assert "€" not in own


def test_an_empty_order_can_be_printed(employee):
    ticket, client = TicketFactory(), signed_in(employee)

    for ending in ("pdf", "docx"):
        assert client.get(f"/tickets/{ticket.ticket_number}/export.{ending}").status_code == 200


def test_the_placeholders_are_those_that_are_listed(ticket, employee):
    filled = placeholders(sheet_for(employee, order_of(ticket), date(2026, 11, 23)))

    assert filled.keys() == {*TEXTS, *LISTS} == sample().keys()
    assert all(tuple(line) == columns for name, columns in LISTS.items() for line in filled[name])


BAD = {
    "no zip": b"Ich bin kein Word",
    "nothing": b"",
    "other zip": archive(**{"[Content_Types].xml": b"<Types/>"}),
    "truncated": OWN_TEMPLATE.read_bytes()[:20_000],
    "bomb": archive(**{"word/media/x.bin": b"\0" * 30_000_000}),
    "large text": archive(**{"word/document.xml": b"<w:document>" + b" " * 4_000_000}),
    "entities": archive(**{"word/styles.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><w:styles/>'}),
    "macro": archive(**{"word/vbaProject.bin": b"x"}),
    "from elsewhere": archive(
        **{
            "word/_rels/settings.xml.rels": b'<R><Relationship Target="http://x" TargetMode="External"/></R>'
        }
    ),
    "no placeholder": template_with("Ein Brief"),
    "unknown": template_with("{{ auftragnummer }} {{ preisliste }}"),
    "unknown column": template_with(
        "{%p for zeile in arbeiten %}", "{{ zeile.gewinn }}", "{%p endfor %}"
    ),
    "syntax": template_with("{{ auftragnummer }"),
    "open block": template_with("{{ auftragnummer }} {% if mwst %}"),
    "class": template_with("{{ ''.__class__.__mro__ }}"),
    "attribute": template_with("{{ auftragnummer.__class__ }}"),
    "call": template_with("{{ auftragnummer.upper() }}"),
    "item": template_with("{{ auftragnummer['x'] }}"),
    "filter": template_with("{{ auftragnummer|center(999999999) }}"),
    "product": template_with("{{ 'x' * 999999999 }}{{ auftragnummer }}"),
    "endless": template_with("{% for a in range(99999) %}{{ auftragnummer }}{% endfor %}"),
    "nested": template_with(
        "{%p for zeile in arbeiten %}",
        "{%p for andere in arbeiten %}",
        "{{ andere.arbeit }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ),
    "include": template_with("{% include 'secrets' %}{{ auftragnummer }}"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_template_is_refused_and_the_old_one_stays(kind, by):
    with pytest.raises(TemplateRefused) as refusal:
        replace_template(BAD[kind], file_name="neu.docx", **by)

    assert str(refusal.value)
    assert house_template() is None


def test_a_good_template_is_used_until_it_is_reset(ticket, employee, by):
    good = template_with("Nr. {{ auftragnummer }} {{ arbeitenblock }}")
    replace_template(good, file_name="C:\\Vorlagen\\Büro.docx", **by)
    sheet = sheet_for(employee, order_of(ticket), NOW.date())

    assert f"Nr. {ticket.ticket_number}" in word_text(order_word(sheet))
    assert house_template().file_name == "Büro.docx"

    reset_template(**by)
    assert "Zwischensumme" in word_text(order_word(sheet))
    events = TicketEvent.objects.filter(event_type__startswith="tickets.template")
    assert [event.event_type for event in events.order_by("pk")] == [
        "tickets.template_replaced",
        "tickets.template_reset",
    ]


def test_an_admin_replaces_the_template_on_its_page():
    client = client_of(Role.ADMIN)
    bad = SimpleUploadedFile("neu.docx", b"nichts")
    good = SimpleUploadedFile("neu.docx", template_with("{{ auftragnummer }}"))

    refused = client.post("/tickets/word-template", {"file": bad})
    taken = client.post("/tickets/word-template", {"file": good})

    assert list(refused.context["form"].errors) == ["file"]
    assert taken.status_code == 302
    page = client.get("/tickets/word-template").content.decode()
    assert "neu.docx" in page
    assert "{{ auftragnummer }}" in page.replace("&#123;", "{").replace("&#125;", "}")
    assert client.get("/tickets/word-template/file").content == bytes(house_template().content)
