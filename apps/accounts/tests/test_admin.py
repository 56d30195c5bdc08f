"""The back office of the accounts: for admins, and never without one."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.passwords import AccountClosed
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.audit.queries import history_of
from apps.core.tests.admin_pages import errors, filled_in, rows, said
from apps.core.tests.moments import MADE_AT

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = reverse("admin:accounts_user_changelist")
ADD = reverse("admin:accounts_user_add")
NEW = {
    "username": "neu",
    "first_name": "Nele",
    "last_name": "Neu",
    "role": Role.PARTICIPANT.value,
    "is_active": "on",
}


@pytest.fixture
def admin():
    return client_of(Role.ADMIN)


def page(name, user):
    return reverse(f"admin:accounts_user_{name}", args=[user.pk])


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.STANDARD_USER, Role.PARTICIPANT])
@pytest.mark.parametrize("url", [LIST, ADD])
def test_accounts_are_closed_to_everybody_but_admins(role, url):
    assert client_of(role).get(url).status_code == 403


def test_list_finds_by_name_and_username(admin):
    nele = UserFactory(username="nele7", first_name="Änne", role=Role.PARTICIPANT)

    assert rows(admin.get(LIST, {"q": "aenne"})) == [nele]
    assert rows(admin.get(LIST, {"q": "nele"})) == [nele]
    assert rows(admin.get(LIST, {"role__exact": Role.PARTICIPANT.value})) == [nele]


def test_list_filters_by_state_and_department(admin):
    departments = User._meta.get_field("department").related_model.objects
    department = departments.create(name="Holz", created_at=MADE_AT, updated_at=MADE_AT)
    off = UserFactory(is_active=False, last_login=MADE_AT, department=department)
    over = UserFactory(last_login=MADE_AT)
    User.objects.filter(pk=over.pk).update(expires_at=MADE_AT)
    new = UserFactory()

    assert rows(admin.get(LIST, {"state": "inactive"})) == [off]
    assert rows(admin.get(LIST, {"state": "expired"})) == [over]
    assert rows(admin.get(LIST, {"state": "invited"})) == [new]
    assert rows(admin.get(LIST, {"department__id__exact": department.pk})) == [off]


def test_a_new_account_comes_with_a_link_that_is_shown_once(admin):
    response = admin.post(ADD, {**NEW, "email": "Neu@Example.org"})

    user = User.objects.get(username="neu")
    assert response.url == page("access", user)
    assert (user.get_full_name(), user.role, user.email) == (
        "Nele Neu",
        "teilnehmer",
        "neu@example.org",
    )
    assert not user.has_usable_password()
    first, second = admin.get(response.url), admin.get(response.url)
    assert first.context["link"].startswith("http://testserver/auth/invitation/")
    assert second.context["link"] == ""


def test_taken_username_is_refused_whatever_its_case(admin):
    UserFactory(username="neu")

    response = admin.post(ADD, {**NEW, "username": "NEU"})

    assert list(errors(response)) == ["username"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "x" * 10_000),
        ("username", "ne\0u"),
        ("first_name", "x" * 10_000),
        ("last_name", "N\0eu"),
        ("email", "besetzt@example.org"),
        ("email", "BESETZT@Example.org"),
        ("email", "a@b"),
        ("role", "chef"),
        ("expires_at", "2020-01-01"),
        ("expires_at", "31.02.2030"),
    ],
)
def test_what_is_no_account_is_refused_at_its_field(admin, field, value):
    UserFactory(email="besetzt@example.org")

    response = admin.post(ADD, {**NEW, field: value})

    assert list(errors(response)) == [field]
    assert not User.objects.filter(first_name="Nele").exists()


def test_an_account_ends_with_the_end_of_its_last_day_in_berlin(admin):
    admin.post(ADD, {**NEW, "expires_at": "2030-07-31"})

    user = User.objects.get(username="neu")
    assert user.expires_at == datetime(2030, 7, 31, 21, 59, 59, tzinfo=UTC)
    form = admin.get(page("change", user)).context["adminform"].form
    assert form["expires_at"].value() == date(2030, 7, 31)


def test_form_changes_the_role_and_keeps_the_password(admin):
    user = UserFactory()
    url = page("change", user)

    admin.post(url, filled_in(admin, url, role=Role.EMPLOYEE.value))

    user.refresh_from_db()
    assert user.role == Role.EMPLOYEE
    assert user.check_password(PASSWORD)


def test_a_new_link_is_made_when_it_is_asked_for(admin):
    user = UserFactory()

    response = admin.post(page("access", user))

    assert response.url == page("access", user)
    assert "/auth/reset/" in admin.get(response.url).context["link"]
    assert history_of(user)[0].event_type == "accounts.link_made"


def test_looking_at_the_access_changes_nothing(admin):
    user = UserFactory()

    admin.get(page("access", user))

    assert [event.event_type for event in history_of(user)] == ["accounts.user_created"]


def test_a_link_is_refused_for_a_closed_account(admin):
    user = UserFactory(is_active=False)

    response = admin.post(page("access", user))

    assert said(response) == [str(AccountClosed())]


@pytest.mark.parametrize(
    ("action", "event"),
    [("deactivate", "accounts.user_changed"), ("end-sessions", "accounts.sessions_ended")],
)
def test_actions_run_for_each_account(admin, action, event):
    users = UserFactory.create_batch(2)

    admin.post(LIST, {"action": action, "_selected_action": [user.pk for user in users]})

    assert [history_of(user)[0].event_type for user in users] == [event, event]


def test_an_account_is_switched_on_again(admin):
    user = UserFactory(is_active=False)

    admin.post(LIST, {"action": "reactivate", "_selected_action": [user.pk]})

    assert User.objects.get(pk=user.pk).is_active


def test_form_does_not_show_the_stored_password(admin):
    user = UserFactory()

    assert user.password not in admin.get(page("change", user)).content.decode()


def test_nobody_changes_his_own_access(admin):
    me = User.objects.get(role=Role.ADMIN)
    UserFactory(role=Role.ADMIN)
    url = page("change", me)

    data = filled_in(
        admin, url, role=Role.PARTICIPANT.value, expires_at="2030-01-01", last_name="Neu"
    )
    admin.post(url, data)
    admin.post(LIST, {"action": "deactivate", "_selected_action": [me.pk]})

    me.refresh_from_db()
    assert (me.role, me.is_active, me.expires_at) == (Role.ADMIN, True, None)
    assert me.last_name == "Neu"


def test_nobody_deletes_accounts(admin):
    user = UserFactory()

    assert admin.post(page("delete", user), {"post": "yes"}).status_code == 403


def test_list_asks_the_database_as_often_for_30_accounts_as_for_3(admin, count_commands):
    totals = []
    for more in (3, 27):
        UserFactory.create_batch(more)
        admin.get(LIST)
        with count_commands() as commands:
            admin.get(LIST)
        totals.append(commands.total)

    assert totals[0] == totals[1] <= 10
