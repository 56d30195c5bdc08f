"""Tickets from both sides: handed in, taken, answered, resolved, closed; and two people on the same one."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.models import Consumable
from apps.consumables.tests.factories import ConsumableFactory
from apps.core import clock
from apps.tickets.models import Ticket, TicketMessage
from apps.tickets.services.tickets import create_ticket
from apps.tickets.services.workflow import start_work
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]
PHONE = {"width": 390, "height": 844}
REFUSED = "Failed to load resource"  # Chromium notes each 401 and 404


@pytest.fixture
def open_browser(server, browser) -> Iterator[Callable[..., Page]]:
    """``open_browser(user)``: a browser of its own in which the user is signed in; complaints fail the test."""
    address, contexts, problems = f"http://127.0.0.1:{server.port}", [], []

    def note(text: str) -> None:
        if not text.startswith(REFUSED):
            problems.append(text)

    def open_one(user, viewport=DESKTOP) -> Page:
        context = browser.new_context(viewport=viewport, base_url=address, **GERMAN)
        contexts.append(context)
        context.add_cookies([{**session_of(user), "url": address}])
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and note(message.text))
        page.on("pageerror", lambda error: note(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE, first_name="Martin", last_name="Lager")


@pytest.fixture
def jonas():
    return UserFactory(role=Role.PARTICIPANT, first_name="Jonas", last_name="Muster")


def ticket_of(user, title="Regal montieren", description="Aus Buche") -> Ticket:
    ticket = Ticket(title=title, description=description)
    return create_ticket(ticket, actor=user, now=clock.now())


def ask_again(page: Page) -> None:
    """What the page does by itself every few seconds."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_an_order_from_handing_in_to_closing(open_browser, employee, jonas):
    his, hers = open_browser(jonas, PHONE), open_browser(employee)

    # The participant hands in an order from the start page.
    his.goto("/")
    his.get_by_role("link", name="Auftrag einreichen").first.click()
    his.get_by_label("Titel").fill("Regal montieren")
    his.get_by_label("Beschreibung").fill("Aus Buche, 2 m hoch")
    his.get_by_role("button", name="Einreichen").click()
    expect(his.get_by_role("heading", name="Regal montieren")).to_be_visible()

    # An employee finds it among the open ones, takes it, begins, asks, and writes a note.
    hers.goto("/tickets/")
    hers.get_by_role("link", name="Regal montieren").click()
    hers.get_by_role("button", name="Übernehmen").click()
    hers.get_by_role("button", name="Bearbeitung beginnen").click()
    hers.get_by_label("Ihre Antwort").fill("Wie breit?")
    hers.get_by_role("button", name="Senden").click()
    expect(hers.get_by_text("Wie breit?")).to_be_visible()
    hers.get_by_text("Interne Notiz").click()
    hers.get_by_label("Ihre Antwort").fill("Buche ist knapp")
    hers.get_by_role("button", name="Senden").click()
    expect(hers.get_by_text("Buche ist knapp")).to_be_visible()

    # The participant sees the question without loading anew, answers, and never sees the note.
    ask_again(his)
    expect(his.get_by_text("Wie breit?")).to_be_visible()
    his.get_by_label("Ihre Antwort").fill("80 cm")
    his.get_by_role("button", name="Senden").click()
    expect(his.get_by_text("80 cm")).to_be_visible()
    expect(his.get_by_text("Buche ist knapp")).to_have_count(0)

    # The employee resolves it; the participant closes what is done.
    ask_again(hers)
    expect(hers.get_by_text("80 cm")).to_be_visible()
    hers.get_by_role("button", name="Als gelöst melden").click()
    expect(hers.locator("[data-step='geschlossen']")).to_be_visible()
    ask_again(his)
    his.locator("button[data-step='geschlossen']").click()
    expect(his.get_by_text("Dieses Ticket ist geschlossen.")).to_be_visible()
    assert Ticket.objects.get().status == "geschlossen"


def test_two_people_on_a_ticket_see_each_other_and_the_second_save_is_refused(
    open_browser, employee, jonas
):
    admin = UserFactory(role=Role.ADMIN, first_name="Sabine", last_name="Köhler")
    path = f"/tickets/{ticket_of(jonas).ticket_number}"
    one, other = open_browser(employee), open_browser(admin)
    one.goto(path)
    other.goto(path)
    ask_again(one)
    expect(one.get_by_text("Sabine Köhler hat dieses Ticket auch geöffnet.")).to_be_visible()
    expect(other.get_by_text("Martin Lager hat dieses Ticket auch geöffnet.")).to_be_visible()

    for page in (one, other):
        page.get_by_role("link", name="Geschätzte Stunden ändern").click()
        page.get_by_role("textbox", name="Geschätzte Stunden").wait_for()
    for page, hours in ((one, "2,5"), (other, "4")):
        page.get_by_role("textbox", name="Geschätzte Stunden").fill(hours)
        page.locator("[data-fact='estimated_hours']").get_by_role(
            "button", name="Speichern"
        ).click()
    expect(one.locator("[data-fact='estimated_hours']")).to_contain_text("2,5")

    both = other.locator("[data-conflict]")
    expect(both).to_contain_text("2,5")
    expect(both).to_contain_text("4")
    assert Ticket.objects.get().estimated_hours == Decimal("2.5")


def test_an_answer_outlives_the_end_of_the_session(open_browser, employee, jonas):
    ticket = ticket_of(jonas)
    start_work(ticket_id=ticket.pk, actor=employee, now=clock.now())
    page = open_browser(employee)
    page.goto(f"/tickets/{ticket.ticket_number}")
    page.get_by_label("Ihre Antwort").fill("Lange überlegt")
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_text("Sie sind abgemeldet.")).to_be_visible()

    page.context.add_cookies(cookies)
    page.get_by_role("link", name="Neu anmelden").click()
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Lange überlegt")
    page.get_by_role("button", name="Senden").click()
    expect(page.locator("[data-conversation]")).to_contain_text("Lange überlegt")
    expect(page.get_by_label("Ihre Antwort")).to_have_value("")
    assert TicketMessage.objects.get().text == "Lange überlegt"


def test_cards_are_dragged_and_moved_by_keyboard(open_browser, employee, jonas):
    ticket_of(jonas)
    page = open_browser(employee)
    page.goto("/tickets/?list=all&view=board")
    page.locator("[data-card]").drag_to(page.locator("[data-column='in_bearbeitung']"))
    expect(page.locator("[data-column='in_bearbeitung'] [data-card]")).to_have_count(1)

    page.get_by_text("Verschieben").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Als gelöst melden").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-column='gelöst'] [data-card]")).to_have_count(1)


def test_chosen_tickets_are_assigned_to_somebody_found_by_name(open_browser, employee, jonas):
    for title in ("Regal", "Tisch"):
        ticket_of(jonas, title)
    page = open_browser(employee)
    page.goto("/tickets/?list=open")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_text("Mit den ausgewählten Tickets").click()
    page.get_by_role("combobox", name="Zuweisen an").press_sequentially("lag")
    page.locator(".picker-options").get_by_role("option", name="Martin Lager").click()
    page.get_by_role("button", name="Ausgewählte zuweisen").click()

    expect(page.get_by_text("2 Tickets geändert.")).to_be_visible()
    expect(page.get_by_text("Nichts wartet")).to_be_visible()


def test_an_employee_books_material_and_hours_and_prints_the_order(open_browser, employee, jonas):
    screws = ConsumableFactory(stock=10, cost_per_unit=Decimal("0.50"))
    ticket, page = ticket_of(jonas), open_browser(employee, PHONE)

    # From the ticket to its order; the barcode is scanned, which ends with Enter.
    page.goto(f"/tickets/{ticket.ticket_number}")
    page.get_by_role("link", name="Auftrag öffnen").click()
    page.get_by_label("Aus dem Lager").fill(screws.barcode)
    page.keyboard.press("Enter")
    expect(page.locator(".picker-chip")).to_contain_text(screws.name)
    page.get_by_label("Menge").fill("4")
    page.get_by_role("button", name="Material buchen").click()
    expect(page.locator(".order-bar")).to_contain_text("2,38 €")

    # Hours, with a comma; the sums follow.
    page.locator("[name=work]").fill("Bohren")
    page.locator("[name=hours]").fill("1,5")
    page.get_by_label("Stundensatz in Euro").fill("40")
    page.get_by_role("button", name="Arbeit buchen").click()
    expect(page.locator(".order-bar")).to_contain_text("73,78 €")

    # Struck by mistake, taken back in, printed.
    page.locator("#material").get_by_role("button", name="Streichen").click()
    expect(page.locator(".order-bar")).to_contain_text("71,40 €")
    page.get_by_role("button", name="Wieder aufnehmen").click()
    expect(page.locator(".order-bar")).to_contain_text("73,78 €")
    pdf = page.request.get(page.get_by_role("link", name="Drucken").get_attribute("href"))
    assert pdf.body().startswith(b"%PDF")
    assert Consumable.objects.get().current_stock == 6
