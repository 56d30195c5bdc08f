"""One's own password: changed by those who know it, and before anything else by those who must."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.audit.queries import history_of

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGE, HOME = reverse("accounts:password"), reverse("home")
NEW = "Holz und Leim"


@pytest.fixture
def user():
    return UserFactory(username="lager", role=Role.EMPLOYEE)


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def browser(user):
    return browser_of(user)


@pytest.fixture
def bound(user):
    """Somebody whose password is known to others."""
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    return browser_of(user)


def change(browser, old=PASSWORD, password=NEW, again=NEW, **headers):
    data = {"old_password": old, "password": password, "password_again": again}
    return browser.post(PAGE, data, **headers)


def test_a_changed_password_ends_all_sessions_but_this_one(browser, user):
    other = browser_of(user)

    response = change(browser)

    assert (response.status_code, response.url) == (302, HOME)
    assert User.objects.get().check_password(NEW)
    assert browser.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 302
    assert history_of(user)[0].event_type == "accounts.password_set"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"old": "falsch"}, "old_password"),
        ({"old": ""}, "old_password"),
        ({"password": PASSWORD, "again": PASSWORD}, "password"),
        ({"again": "anders-und-lang"}, "password_again"),
        ({"password": "kurz", "again": "kurz"}, "password"),
        ({"password": "lager123", "again": "lager123"}, "password"),
    ],
)
def test_a_password_that_does_not_serve_is_refused(browser, values, field):
    response = change(browser, **values)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("address", [HOME, "/tools/", "/admin/", "/notifications/", "/lending/"])
def test_who_must_change_the_password_gets_to_no_page(bound, address):
    response = bound.get(address)

    assert (response.status_code, response.url) == (302, PAGE)


@pytest.mark.parametrize("method", ["get", "post"])
def test_programs_are_told_that_the_password_must_be_changed(bound, method):
    response = getattr(bound, method)("/api/tools")

    assert response.status_code == 403
    assert response.json() == {
        "status": "error",
        "message": "Bitte zuerst ein eigenes Passwort wählen.",
        "code": "PASSWORD_CHANGE_REQUIRED",
    }


def test_who_must_change_the_password_may_do_so_or_leave(bound):
    assert bound.get(PAGE).status_code == 200
    assert bound.get("/health").status_code in {200, 503}
    assert bound.post(reverse("accounts:logout")).status_code == 302


def test_a_new_password_opens_everything_again(bound):
    change(bound)

    assert not User.objects.get().must_change_password
    assert bound.get(HOME).status_code == 200
