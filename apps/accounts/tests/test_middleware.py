from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.passwords import set_password
from apps.accounts.services import change_user
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.core import clock

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LOGIN, HOME = reverse("accounts:login"), reverse("home")
HOUR = 60 * 60  # the setting as it comes


@pytest.fixture
def user():
    return UserFactory(username="lager")


@pytest.fixture
def browser(client, user):
    """Somebody who has just signed in."""
    client.post(LOGIN, {"username": "lager", "password": PASSWORD})
    return client


def remaining(browser) -> list[float]:
    """For how many more seconds the session lives: in the cookie, the cache and the database."""
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    in_database = Session.objects.get(session_key=key).expire_date - clock.now()
    in_cache = cache._cache.get_client().ttl(cache.make_key(f"{CACHED}{key}"))
    in_cookie = int(browser.cookies[settings.SESSION_COOKIE_NAME]["max-age"])
    return [in_cookie, in_cache, in_database.total_seconds()]


CACHED = "django.contrib.sessions.cached_db"


def sit_idle(browser, seconds):
    """Let time pass: what the session remembers and when it ends move into the past."""
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    session = browser.session
    session["seen_at"] = session.get("seen_at", clock.now().timestamp()) - seconds
    session.save()
    left = Session.objects.get(session_key=key).expire_date - timedelta(seconds=seconds)
    Session.objects.filter(session_key=key).update(expire_date=left)
    cache.delete(f"{CACHED}{key}")


def is_signed_in(browser) -> bool:
    return browser.get(HOME).status_code == 200


@pytest.mark.parametrize("pages", [0, 1])
def test_a_session_lives_for_an_hour_from_the_first_moment_on(browser, pages):
    for _page in range(pages):
        browser.get(HOME)

    assert [round(seconds / 10) for seconds in remaining(browser)] == [HOUR / 10] * 3


def test_a_session_ends_after_an_hour_without_activity(browser):
    browser.get(HOME)
    sit_idle(browser, HOUR + 1)

    response = browser.get(HOME)

    assert response.url == f"{LOGIN}?next={HOME}"


def test_a_session_goes_on_after_less_than_an_hour(browser):
    browser.get(HOME)
    sit_idle(browser, HOUR - 60)

    assert is_signed_in(browser)
    assert [round(seconds / 10) for seconds in remaining(browser)] == [HOUR / 10] * 3


def test_activity_is_written_once_a_minute(browser, count_commands):
    browser.get(HOME)
    with count_commands() as within_a_minute:
        browser.get(HOME)
    sit_idle(browser, 61)
    with count_commands() as after_a_minute:
        browser.get(HOME)

    assert within_a_minute.names.count("update") == 0
    assert after_a_minute.names.count("update") == 2  # the session, and where it is seen


def test_who_only_looks_at_the_sign_in_page_gets_no_session(client):
    client.get(LOGIN)

    assert settings.SESSION_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize(
    "change",
    [{"role": Role.EMPLOYEE}, {"role": Role.PARTICIPANT}, {"is_active": False}],
    ids=["promoted", "demoted", "deactivated"],
)
def test_a_changed_role_or_a_closed_account_ends_the_session_at_once(browser, user, change):
    assert is_signed_in(browser)

    change_user(user.pk, change, actor=None, now=clock.now())

    assert not is_signed_in(browser)
    assert browser.get("/api/tools").status_code == 401


def test_a_new_password_ends_the_session_at_once(browser, user):
    assert is_signed_in(browser)

    set_password(user.pk, "Säge und Hobel", actor=None, now=clock.now())

    assert not is_signed_in(browser)


def test_another_name_ends_no_session(browser, user):
    change_user(user.pk, {"username": "lager2", "last_name": "Neu"}, actor=None, now=clock.now())

    assert is_signed_in(browser)


@pytest.mark.parametrize(
    "headers",
    [{"accept": "application/json"}, {"content-type": "application/json"}],
    ids=["accept", "body"],
)
def test_programs_are_told_to_sign_in_without_a_redirect(client, headers):
    response = client.get("/tools/", headers=headers)

    assert response.status_code == 401
    assert response.json() == {
        "status": "error",
        "message": "Bitte anmelden.",
        "code": "NOT_AUTHENTICATED",
    }


@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/html,application/json"])
def test_people_are_led_to_the_sign_in_page(client, accept):
    response = client.get("/tools/?q=a", headers={"accept": accept})

    assert (response.status_code, response.url) == (302, f"{LOGIN}?next=/tools/%3Fq%3Da")


@pytest.mark.parametrize("address", ["/gibtsnicht", "/tools/a/b", "/api/gibtsnicht"])
def test_nobody_needs_to_sign_in_to_learn_that_nothing_is_there(client, address):
    assert client.get(address).status_code == 404
