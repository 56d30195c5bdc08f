"""The pages of a person's notifications: own only, read by opening, preferences by role."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core.models import Job
from apps.core.tests.admin_pages import said
from apps.core.tests.moments import MADE_AT
from apps.notifications.models import Notification, Preference

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = reverse("notifications:list")
PREFERENCES = reverse("notifications:preferences")
HOME = reverse("home")


@pytest.fixture
def user():
    return UserFactory(email="petra@haus.example")


@pytest.fixture
def client(user):
    client = Client()
    client.force_login(user)
    return client


def tell(user, number=1, **values):
    return Notification.objects.create(
        user=user,
        key=f"test:{number}",
        event_type="lending.due_soon",
        data={"tool": f"<b>Säge</b> {number}", "due": "07.12.2026"},
        created_at=MADE_AT + timedelta(minutes=number),
        **values,
    )


def test_list_shows_own_notifications_newest_first(client, user):
    old, new = tell(user, 1), tell(user, 2)
    tell(UserFactory(), 3)

    assert list(client.get(LIST).context["listing"].page) == [new, old]


def test_list_shows_the_unread_alone_on_request(client, user):
    tell(user, 1, is_read=True)
    unread = tell(user, 2)

    page = client.get(LIST, {"is_read": "false"})

    assert list(page.context["listing"].page) == [unread]


def test_names_are_shown_escaped(client, user):
    tell(user)

    assert "&lt;b&gt;Säge&lt;/b&gt;" in client.get(LIST).text


def test_bell_counts_what_is_unread_with_one_command(client, user, count_commands):
    client.get(HOME)
    with count_commands() as before:
        client.get(HOME)
    for number in range(3):
        tell(user, number)
    with count_commands() as commands:
        page = client.get(HOME)

    assert 'class="bell-count" aria-hidden="true">3<' in page.text
    assert (commands.total, commands.total <= 10) == (before.total, True)


def test_opening_leads_to_the_thing_and_marks_as_read(client, user):
    notification = tell(user, url="/lending/")

    response = client.get(reverse("notifications:open", args=[notification.pk]))

    notification.refresh_from_db()
    assert (response.url, notification.is_read) == ("/lending/", True)


@pytest.mark.parametrize("name", ["open", "read"])
def test_notifications_of_others_do_not_exist(client, name):
    foreign = tell(UserFactory())
    url = reverse(f"notifications:{name}", args=[foreign.pk])

    response = client.post(url) if name == "read" else client.get(url)

    foreign.refresh_from_db()
    assert (response.status_code, foreign.is_read) == (404, False)


def test_nonsense_in_the_address_is_not_found(client):
    assert client.get(reverse("notifications:open", args=["abc"])).status_code == 404


def test_all_are_marked_as_read_at_once(client, user):
    tell(user, 1)
    tell(user, 2)
    foreign = tell(UserFactory(), 3)

    client.post(reverse("notifications:read_all"))

    assert list(Notification.objects.filter(is_read=False)) == [foreign]


def test_one_is_marked_as_read(client, user):
    first, second = tell(user, 1), tell(user, 2)

    client.post(reverse("notifications:read", args=[first.pk]), {"is_read": "false"})

    assert list(Notification.objects.filter(is_read=False)) == [second]


OWN = ["lending.due_soon", "lending.reminder"]
TICKETS = [
    f"tickets.{kind}" for kind in ("assigned", "due_soon", "message", "new", "state_changed")
]


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.PARTICIPANT, [*OWN, "tickets.message", "tickets.state_changed"]),
        (Role.STANDARD_USER, [*OWN, *TICKETS]),
        (
            Role.EMPLOYEE,
            [
                "consumables.low_stock",
                "consumables.low_stock_list",
                "consumables.order_proposals",
                "lending.due_soon",
                "lending.overdue_list",
                "lending.reminder",
                "reports.saved",
                "reports.week",
                *TICKETS,
                "tools.maintenance_due",
            ],
        ),
    ],
)
def test_preferences_offer_what_the_role_can_get(role, kinds):
    form = client_of(role).get(PREFERENCES).context["form"]

    assert sorted(form.fields) == kinds


def test_preferences_are_stored(client, user):
    client.post(PREFERENCES, {"lending.due_soon": "app", "lending.reminder": "digest"})

    stored = dict(Preference.objects.filter(user=user).values_list("event_type", "channel"))
    assert stored == {"lending.due_soon": "app", "lending.reminder": "digest"}


def test_preferences_refuse_what_is_not_offered(client):
    response = client.post(PREFERENCES, {"lending.due_soon": "pigeon", "lending.reminder": "app"})

    assert list(response.context["form"].errors) == ["lending.due_soon"]
    assert not Preference.objects.exists()


def test_test_mail_is_a_background_job_to_the_admins_own_address():
    admin = UserFactory(role=Role.ADMIN, email="chef@haus.example")
    client = Client()
    client.force_login(admin)

    response = client.post(reverse("notifications:test_mail"))

    job = Job.objects.get()
    assert (job.name, job.arguments) == (
        "notifications.test_mail",
        {"recipient": "chef@haus.example"},
    )
    assert str(job.pk) in response.url


def test_test_mail_needs_an_address():
    response = client_of(Role.ADMIN).post(reverse("notifications:test_mail"))

    assert (len(said(response)), Job.objects.count()) == (1, 0)
