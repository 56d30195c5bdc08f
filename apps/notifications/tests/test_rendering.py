"""Mails from templates: whole, in the house's name and color, strict about variables, harmless with hostile names."""

import pytest

from apps.core.registry import registry
from apps.core.tests.moments import MADE_AT
from apps.notifications.delivery import deliver
from apps.notifications.enums import MailState
from apps.notifications.models import OutgoingMail
from apps.notifications.rendering import ink_on, render
from apps.notifications.tests.factories import MailFactory
from apps.notifications.tests.mailbox import html_of, text_of
from apps.notifications.types import DIGEST, TEST

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LENDING = {
    "recipient_name": "Anna Beispiel",
    "tool": "Bohrmaschine GSR 18V",
    "barcode": "T001234",
    "lent": "02.01.2026",
    "due": "14.01.2026",
    "days_late": 3,
    "is_today": False,
}
LINES = [{"tool": "Säge", "barcode": "T1", "worker": "Anna", "days": 2, "due": "1.2.2026"}]
TICKET = {
    "ticket": "2611-001 Tür klemmt",
    "actor_name": "Anna Beispiel",
    "number": "2611-001",
    "title": "Tür klemmt",
    "state": "offen",
    "priority": "hoch",
    "due_date": "Mo 1.12.2026",
}
FIGURE = {"label": "Ausleihen", "text": "3"}
CONTEXTS = {
    "reports_saved": {
        "name": "Montags",
        "title": "Ausleihen nach Werkzeug",
        "filters": ["Zeitraum: dieser Monat"],
        "problem": "",
        "figures": [FIGURE],
        "heads": ["Werkzeug", "Ausleihen"],
        "rows": [["Säge", "3"]],
        "more": 2,
    },
    "reports_week": {
        "period": "16.11. bis 22.11.2026",
        "groups": [
            {
                "title": "Heute",
                "lines": [{"label": "überfällig", "value": 3, "before": 2, "url": "/lending/"}],
            }
        ],
    },
    "tickets_new": {**TICKET, "text": "Sie geht nicht zu."},
    "tickets_assigned": {**TICKET, "text": "Sie geht nicht zu."},
    "tickets_message": {**TICKET, "text": "Bis morgen."},
    "tickets_state_changed": {**TICKET, "status": "gelöst", "reason": ""},
    "tickets_due_soon": {**TICKET, "due": "Mo 1.12.2026"},
    "lending_due_soon": LENDING,
    "lending_reminder": LENDING,
    "lending_overdue_list": {"count": 1, "more": 0, "lines": LINES},
    "tools_maintenance_due": {
        "count": 1,
        "more": 3,
        "lines": [{**LINES[0], "is_late": True}],
    },
    "consumables_order_proposals": {
        "count": 2,
        "more": 0,
        "lines": [{"consumable": "Schrauben", "barcode": "C1"}],
    },
    "consumables_low_stock": {
        "consumable": "Schrauben M6x20",
        "barcode": "C000001",
        "stock": "4",
        "minimum": "5",
        "unit": "Stück",
    },
    "consumables_low_stock_list": {
        "count": 1,
        "more": 3,
        "lines": [
            {
                "consumable": "Schrauben M6x20",
                "barcode": "C000001",
                "stock": "4 Stück",
                "minimum": "5 Stück",
                "supplier": "Eisen Meier",
            }
        ],
    },
    "digest": {"more": 0, "lines": [{"text": "Säge ist fällig.", "url": "/lending/"}]},
    "test_mail": {"server": "mail.example", "port": 587, "recipient": "anna@haus.example"},
}
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


@pytest.fixture
def templates(tmp_path, settings):
    """A folder of templates beside ours, in which a test writes faulty ones."""
    folder = tmp_path / "email"
    folder.mkdir()
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]

    def write(text, name="broken"):
        for ending in ("subject.txt", "txt", "html"):
            (folder / f"{name}.{ending}").write_text(text)

    return write


def test_each_kind_of_mail_has_a_context_here():
    kinds = [*registry.notification_types.values(), DIGEST, TEST]

    assert {kind.template for kind in kinds} == set(CONTEXTS)


@pytest.mark.parametrize("template", CONTEXTS)
def test_mail_is_complete(house, template):
    mail = MailFactory(template=template, context=CONTEXTS[template])

    subject, text, html = render(mail, house)

    assert subject
    assert "\n" not in subject
    assert all("Werkstatt Süd" in part for part in (text, html))
    assert all("\0" not in part and "None" not in part for part in (subject, text, html))
    assert "\n\n\n" not in text


@pytest.mark.parametrize("template", CONTEXTS)
def test_mail_without_one_of_its_variables_is_undeliverable(house, mailbox, template):
    context = dict(CONTEXTS[template])
    missing = next(name for name in context if name != "recipient_name")
    del context[missing]
    mail, other = MailFactory(template=template, context=context), MailFactory()

    deliver(house, MADE_AT)

    mail.refresh_from_db()
    assert (mail.state, template in mail.error, missing in mail.error) == ("failed", True, True)
    assert mailbox.recipients == [other.recipient]


@pytest.mark.parametrize(
    "fault",
    [
        "{% if system_name %}",
        "{% wrong %}",
        "{{ tool|nofilter }}",
        "{{ line.x }}",
        "{% if nobody %}{% endif %}",
    ],
)
def test_faulty_template_makes_its_mail_undeliverable(house, mailbox, templates, fault):
    templates(fault)
    mail = MailFactory(template="broken", context={"line": {}})

    deliver(house, MADE_AT)

    mail.refresh_from_db()
    assert (mail.state, "email/broken.subject.txt" in mail.error) == (MailState.FAILED, True)


def test_template_that_is_gone_makes_its_mail_undeliverable(house, mailbox):
    mail = MailFactory(template="gone")

    deliver(house, MADE_AT)

    assert OutgoingMail.objects.get(pk=mail.pk).state == MailState.FAILED


def test_hostile_name_is_harmless(house, mailbox):
    name = "<script>alert(1)</script>\r\nBcc: chef@haus.example {{ system_name }} %s"
    MailFactory(template="lending_reminder", context={**LENDING, "tool": name})

    deliver(house, MADE_AT)

    mail = mailbox.mails[0]
    assert mail["Bcc"] is None
    assert "<script>" in str(mail["Subject"])
    assert "<script>" not in html_of(mail)
    assert "&lt;script&gt;" in html_of(mail)
    assert "<script>alert(1)</script>" in text_of(mail)


def test_logo_travels_inside_the_mail(house, mailbox):
    house.logo, house.logo_type = PNG, "image/png"
    MailFactory(template="lending_reminder", context=LENDING)

    deliver(house, MADE_AT)

    html = mailbox.mails[0].get_body(("related",))
    picture = next(part for part in html.iter_attachments())
    assert (picture["Content-ID"], picture.get_content()) == ("<logo@scandy>", PNG)
    assert 'src="cid:logo@scandy"' in html_of(mailbox.mails[0])


def test_links_begin_with_the_public_address(house, settings):
    settings.PUBLIC_URL = "https://scandy.example"
    context = {**CONTEXTS["lending_overdue_list"], "url": "/lending/?status=overdue"}
    mail = MailFactory(template="lending_overdue_list", context=context)

    _subject, text, html = render(mail, house)

    assert "https://scandy.example/lending/?status=overdue" in text
    assert 'href="https://scandy.example/lending/?status=overdue"' in html


def test_mail_has_no_links_while_the_public_address_is_unknown(house):
    context = {**CONTEXTS["lending_overdue_list"], "url": "/lending/"}
    mail = MailFactory(template="lending_overdue_list", context=context)

    _subject, text, html = render(mail, house)

    assert ("/lending/" in text, "href" in html) == (False, False)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("color", "ink"),
    [
        ("#1E3A5F", "#FFFFFF"),
        ("#000000", "#FFFFFF"),
        ("#FFEE00", "#111111"),
        ("#FFFFFF", "#111111"),
    ],
)
def test_text_on_the_house_color_is_readable(color, ink):
    assert ink_on(color) == ink
