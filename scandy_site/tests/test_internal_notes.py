"""Internal notes never leave the circle of the employees: every way out is walked with a word that stands in one.

A new address of tickets is walked by itself, as it is found in the table of addresses. What has other arguments than a
ticket's number or none is not reached; it shows no ticket, or belongs into ``ARGUMENTS``.
"""

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from pypdf import PdfReader

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.notifications.models import Notification, OutgoingMail
from apps.tickets.models import Ticket
from apps.tickets.services import messages, sharing, workflow
from apps.tickets.tests.factories import TicketFactory
from scandy_site.tests.test_role_matrix import url_names

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MARKER = "Nashornalarm"
SAID = "Giraffengruss"  # a message to everybody: what is looked for could be found
ARGUMENTS = {"media:list": ["tickets", "{number}"], "tickets:step": ["{number}", "close"]}
SEARCHES = ("", f"?q={MARKER}", f"?q={SAID}&list=mine")
NEWS = ("?after=2020-01-01T00:00:00Z",)
SIGNS_OUT = {"accounts:logout"}


@pytest.fixture
def people():
    """The requester, somebody who is responsible without being an employee, and an employee."""
    return {
        "requester": UserFactory(role=Role.PARTICIPANT, email="r@example.org"),
        "assignee": UserFactory(email="a@example.org"),
        "employee": UserFactory(role=Role.EMPLOYEE, email="e@example.org"),
    }


@pytest.fixture
def ticket(people) -> Ticket:
    """With a message, and a note that carries the word."""
    made = TicketFactory(created_by=people["requester"], category="auftrag")
    by = {"ticket_id": made.pk, "actor": people["employee"], "now": MADE_AT}
    workflow.assign_ticket(user_id=people["assignee"].pk, **by)
    sharing.set_watchers(user_ids=[people["employee"].pk], **by)
    messages.add_message(text=SAID, **by)
    messages.add_note(text=MARKER, **by)
    return workflow.start_work(**by)


def addresses(number: str) -> Iterator[str]:
    """All that can be asked for with the number of the ticket, or with nothing."""
    for name in sorted(set(url_names(get_resolver().url_patterns)) - SIGNS_OUT):
        given = [each.format(number=number) for each in ARGUMENTS.get(name, [])]
        for arguments in [given] if given else ([], [number]):
            try:
                yield reverse(name, args=arguments)
            except NoReverseMatch:
                continue


def texts(response: HttpResponse) -> str:
    """What somebody can read in an answer, also in a PDF, a Word file or a table."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b" ".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace") + str(dict(response.headers))


def walk(user, ticket: Ticket) -> dict[str, str]:
    """What the person can read, by address: as pages, and of tickets as programs get it, too."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return {
        f"{url}{query} {accept}": texts(client.get(url + query, headers={"accept": accept}))
        for url in addresses(ticket.ticket_number)
        for query in queries(url, ticket.ticket_number)
        for accept in ("text/html", "application/json")
        if accept == "text/html" or "ticket" in url
    }


def queries(url: str, number: str) -> tuple[str, ...]:
    """What to ask an address for beside itself."""
    if number in url:
        return NEWS if url.endswith("/news") else ("",)
    return SEARCHES if "ticket" in url or "search" in url else ("",)


@pytest.mark.parametrize("who", ["requester", "assignee"])
def test_no_address_shows_a_note_to_others_than_employees(who, people, ticket):
    found = walk(people[who], ticket)

    assert any(SAID in text for text in found.values())
    assert {url for url, text in found.items() if _tells(url, text)} == set()


def _tells(url: str, text: str) -> bool:
    """Whether the word stands there; a search repeats what was asked for."""
    return MARKER in text and MARKER not in url


@pytest.mark.parametrize("who", ["requester", "assignee"])
def test_no_search_finds_by_a_note_for_others_than_employees(who, people, ticket):
    client = Client()
    client.force_login(people[who])

    for url in (f"/tickets/?q={MARKER}", f"/tickets/?q={MARKER}&list=mine"):
        assert ticket.ticket_number not in texts(client.get(url))
    found = client.get(f"/api/tickets?q={MARKER}").json()["data"]
    assert (found["results"], found["count"]) == ([], 0)


def test_employees_read_the_note(people, ticket):
    client = Client()
    client.force_login(people["employee"])

    assert MARKER in texts(client.get(f"/tickets/{ticket.ticket_number}"))
    assert client.get(f"/api/tickets?q={MARKER}").json()["data"]["count"] == 1


def test_no_mail_and_no_notice_tells_of_a_note_to_others(people, ticket):
    others = [people["requester"], people["assignee"]]
    mails = OutgoingMail.objects.filter(user__in=others)
    notices = Notification.objects.filter(user__in=others)

    told = [str(vars(each)) for each in (*mails, *notices)]

    assert any(SAID in text for text in told)
    assert [text for text in told if MARKER in text or "note" in text.lower()] == []


def test_what_people_see_of_the_ticket_does_not_change_with_a_note(people, ticket):
    client = Client()
    client.force_login(people["requester"])
    path = f"/api/tickets/{ticket.ticket_number}"
    before = client.get(path).json()

    messages.add_note(ticket_id=ticket.pk, text=MARKER, actor=people["employee"], now=MADE_AT)

    assert client.get(path).json() == before
