"""The back office of the accounts: for admins, and never without one."""

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.services import LastAdmin
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.audit.queries import history_of
from apps.core.tests.admin_pages import errors, filled_in, rows

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


def with_passwords(first, second):
    return {**NEW, "password": first, "password_again": second}


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.STANDARD_USER, Role.PARTICIPANT])
@pytest.mark.parametrize("url", [LIST, ADD])
def test_accounts_are_closed_to_everybody_but_admins(role, url):
    assert client_of(role).get(url).status_code == 403


def test_list_finds_by_name_and_filters_by_role(admin):
    nele = UserFactory(username="nele", first_name="Nele", role=Role.PARTICIPANT, is_active=False)

    assert rows(admin.get(LIST, {"q": "nele"})) == [nele]
    assert rows(admin.get(LIST, {"role__exact": Role.PARTICIPANT.value})) == [nele]
    assert rows(admin.get(LIST, {"is_active__exact": "0"})) == [nele]


def test_form_creates_an_account_that_can_sign_in(admin):
    response = admin.post(ADD, with_passwords("morgens-um-sieben", "morgens-um-sieben"))

    user = authenticate(username="neu", password="morgens-um-sieben")
    assert response.url == LIST
    assert (user.get_full_name(), user.role) == ("Nele Neu", Role.PARTICIPANT)


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("morgens-um-sieben", "abends-um-sieben", "password_again"),
        ("kurz", "kurz", "password"),
        ("1234567890", "1234567890", "password"),
        ("", "", "password"),
    ],
)
def test_bad_password_creates_nothing(admin, first, second, field):
    response = admin.post(ADD, with_passwords(first, second))

    assert field in errors(response)
    assert not User.objects.filter(username="neu").exists()


def test_taken_username_is_refused_whatever_its_case(admin):
    UserFactory(username="neu")
    passwords = with_passwords("morgens-um-sieben", "morgens-um-sieben")

    response = admin.post(ADD, {**passwords, "username": "NEU"})

    assert list(errors(response)) == ["username"]


def test_form_changes_the_role_and_keeps_the_password(admin):
    user = UserFactory()
    url = page("change", user)

    admin.post(url, filled_in(admin, url, role=Role.EMPLOYEE.value))

    user.refresh_from_db()
    assert user.role == Role.EMPLOYEE
    assert user.check_password(PASSWORD)


def test_form_sets_a_new_password(admin):
    user = UserFactory()
    url = page("change", user)
    new = {"password": "morgens-um-sieben", "password_again": "morgens-um-sieben"}

    admin.post(url, filled_in(admin, url, **new))

    user.refresh_from_db()
    assert user.check_password("morgens-um-sieben")
    assert history_of(user)[0].event_type == "accounts.password_set"


def test_two_different_new_passwords_change_nothing(admin):
    user = UserFactory()
    url = page("change", user)

    response = admin.post(url, filled_in(admin, url, password="", password_again="tippfehler"))

    user.refresh_from_db()
    assert list(errors(response)) == ["password_again"]
    assert user.check_password(PASSWORD)


def test_form_does_not_show_the_stored_password(admin):
    user = UserFactory()

    assert user.password not in admin.get(page("change", user)).content.decode()


def test_last_admin_keeps_role_and_account(admin):
    url = page("change", User.objects.get(role=Role.ADMIN))

    response = admin.post(url, filled_in(admin, url, role=Role.EMPLOYEE.value))

    assert errors(response) == {"__all__": [str(LastAdmin())]}
    assert User.objects.filter(role=Role.ADMIN, is_active=True).exists()


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
