"""The back office of notices and mails."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.tests.admin_pages import errors, filled_in, rows, said
from apps.core.tests.moments import MADE_AT
from apps.notifications.enums import MailState, Priority
from apps.notifications.models import Notice, OutgoingMail
from apps.notifications.queries import current_notices
from apps.notifications.tests.factories import MailFactory, NoticeFactory
from apps.notifications.tests.houses import make_house

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MAILS = reverse("admin:notifications_outgoingmail_changelist")
NOTICES = reverse("admin:notifications_notice_changelist")
ADD = reverse("admin:notifications_notice_add")
NOTICE = {
    "title": "Inventur",
    "text": "Ausgabe nur bis 12 Uhr.",
    "priority": "urgent",
    "starts_at_0": "04.01.2026",
    "starts_at_1": "08:00",
    "ends_at_0": "",
    "ends_at_1": "",
}


def page(name, model, obj):
    return reverse(f"admin:notifications_{model}_{name}", args=[obj.pk])


def send_again(client, *mails):
    data = {"action": "send_again", "_selected_action": [str(mail.pk) for mail in mails]}
    return client.post(MAILS, data)


def test_mails_are_filtered_by_state_and_searched_by_recipient():
    admin = client_of(Role.ADMIN)
    failed, sent = MailFactory(state=MailState.FAILED), MailFactory(state=MailState.SENT)

    assert rows(admin.get(MAILS, {"state__exact": "failed"})) == [failed]
    assert rows(admin.get(MAILS, {"q": sent.recipient})) == [sent]


def test_mails_are_for_admins_alone():
    assert client_of(Role.EMPLOYEE).get(MAILS).status_code == 403


def test_undeliverable_mail_is_sent_again_and_a_sent_one_is_not():
    failed = MailFactory(state=MailState.FAILED, error="550 unknown", attempts=3)
    sent = MailFactory(state=MailState.SENT)

    response = send_again(client_of(Role.ADMIN), failed, sent)

    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == (MailState.WAITING, 0, "")
    assert OutgoingMail.objects.get(pk=sent.pk).state == MailState.SENT
    assert len(said(response)) == 2


def test_mail_page_shows_its_text():
    mail = MailFactory(text="Bitte <b>zurück</b>")

    response = client_of(Role.ADMIN).get(page("change", "outgoingmail", mail))

    assert "Bitte &lt;b&gt;zurück&lt;/b&gt;" in response.text


def test_list_of_mails_costs_the_same_for_30_as_for_3(count_commands):
    admin, totals = client_of(Role.ADMIN), []
    for more in (3, 27):
        MailFactory.create_batch(more)
        admin.get(MAILS)
        with count_commands() as commands:
            admin.get(MAILS)
        totals.append(commands.total)

    assert totals[0] == totals[1] <= 10


def test_employee_posts_a_notice():
    client_of(Role.EMPLOYEE).post(ADD, NOTICE)

    notice = Notice.objects.get()
    assert (notice.title, notice.priority) == ("Inventur", Priority.URGENT)
    assert AuditEvent.objects.filter(event_type="notifications.notice_created").count() == 1


def test_notice_that_ends_before_it_begins_is_refused_at_the_field():
    ends = {"ends_at_0": "03.01.2026", "ends_at_1": "08:00"}

    response = client_of(Role.EMPLOYEE).post(ADD, NOTICE | ends)

    assert (list(errors(response)), Notice.objects.count()) == (["ends_at"], 0)


def test_employee_changes_and_deletes_a_notice():
    notice, employee = NoticeFactory(), client_of(Role.EMPLOYEE)
    url = page("change", "notice", notice)
    form = filled_in(employee, url, title="Doch nicht") | {
        "starts_at_0": "02.01.2026",
        "starts_at_1": "09:00",
    }
    form.pop("starts_at")

    employee.post(url, form)
    changed = Notice.objects.get().title
    employee.post(page("delete", "notice", notice), {"post": "yes"})

    assert (changed, Notice.objects.count()) == ("Doch nicht", 0)


def test_notices_are_not_for_counter_staff():
    assert client_of(Role.STANDARD_USER).get(NOTICES).status_code == 403


def test_start_page_shows_current_notices_to_participants_too():
    NoticeFactory(title="<script>alert(1)</script>")
    NoticeFactory(title="Vorbei", ends_at=MADE_AT + timedelta(hours=1))
    NoticeFactory(title="Kommt noch", starts_at=clock.now() + timedelta(days=1))

    text = client_of(Role.PARTICIPANT).get(reverse("home")).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert ("Vorbei" in text, "Kommt noch" in text) == (False, False)


def test_loudest_notice_comes_first():
    for priority in (Priority.NORMAL, Priority.URGENT, Priority.IMPORTANT):
        NoticeFactory(title=priority.name, priority=priority)

    shown = [notice.title for notice in current_notices(MADE_AT)]

    assert shown == ["URGENT", "IMPORTANT", "NORMAL"]


def problems_on_the_start_page(role):
    page = client_of(role).get(reverse("admin:index"))
    return [problem.text for problem in page.context["problems"] if "mail" in problem.url]


def test_start_page_tells_admins_what_is_wrong_with_the_mail():
    MailFactory()
    make_house(mail_server="")
    without_server = problems_on_the_start_page(Role.ADMIN)
    make_house(mail_server="127.0.0.1")
    all_well = problems_on_the_start_page(Role.ADMIN)
    MailFactory(error="Der Server antwortet nicht.")
    MailFactory(state=MailState.UNCLEAR)
    troubled = problems_on_the_start_page(Role.ADMIN)

    assert (len(without_server), all_well) == (1, [])
    assert (len(troubled), troubled[0]) == (2, "Der Server antwortet nicht.")
    assert problems_on_the_start_page(Role.EMPLOYEE) == []
