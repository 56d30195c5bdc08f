"""Mails and notices for tests."""

import factory

from apps.core.tests.moments import MADE_AT
from apps.notifications.models import Notice, OutgoingMail


class MailFactory(factory.django.DjangoModelFactory):
    """A mail that waits, as Django's own mail does: ready, without a template."""

    class Meta:
        model = OutgoingMail

    key = factory.Sequence(lambda number: f"test:{number}")
    recipient = factory.Sequence(lambda number: f"person{number}@haus.example")
    subject = "Neuer Aushang"
    text = "Guten Tag"
    created_at = MADE_AT
    due_at = MADE_AT


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    title = "Inventur am Freitag"
    starts_at = MADE_AT
    created_at = MADE_AT
    updated_at = MADE_AT
