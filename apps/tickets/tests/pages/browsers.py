"""Browsers and addresses for the tests of the pages."""

from django.test import Client

from apps.tickets.models import Ticket


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def detail_path(ticket: Ticket, verb: str = "") -> str:
    return f"/tickets/{ticket.ticket_number}" + (f"/{verb}" if verb else "")
