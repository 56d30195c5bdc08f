"""One's own account: name, address, sessions, badge."""

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.models import User, UserSession
from apps.accounts.services import change_user
from apps.accounts.sessions import device_of, forget_old
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.core import clock
from apps.core.tests.moments import MADE_AT
from apps.notifications.models import OutgoingMail
from apps.sitesettings.models import SystemSettings
from apps.workers.models import Worker
from apps.workers.services import change_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PROFILE, HOME = reverse("profile:show"), reverse("home")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(autouse=True)
def house(settings):
    settings.EMAIL_BACKEND = "apps.notifications.backend.OutboxBackend"
    settings.PUBLIC_URL = "https://scandy.example.org"
    SystemSettings.objects.update(mail_server="mail.example.org", mail_default_sender="a@b.de")


@pytest.fixture
def user():
    return UserFactory(username="lager", email="alt@example.org", role=Role.PARTICIPANT)


def sign_in(agent=FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post(reverse("accounts:login"), {"username": "lager", "password": PASSWORD})
    return client


@pytest.fixture
def browser(user):
    return sign_in()


def own_key(browser) -> str:
    return browser.session["sign_in"]


def is_signed_in(browser) -> bool:
    return browser.get(HOME).status_code == 200


def fields(**changes):
    return {"first_name": "Petra", "last_name": "Probe", "email": "alt@example.org", **changes}


def link_of(template="email_confirmation") -> str:
    mail = OutgoingMail.objects.get(template=template)
    return mail.context["link"].removeprefix("https://scandy.example.org")


def test_a_name_is_changed_at_once_and_reaches_the_person(browser, user):
    worker = WorkerFactory()
    change_worker(worker.pk, {"user": user}, actor=None, now=MADE_AT)

    browser.post(PROFILE, fields(last_name="Neumann"))

    assert User.objects.get().last_name == "Neumann"
    assert Worker.objects.get().last_name == "Neumann"
    assert User.objects.get().email == "alt@example.org"


def test_nobody_becomes_somebody_else_by_taking_the_name(browser):
    WorkerFactory(first_name="Anna", last_name="Beispiel", email="")

    browser.post(PROFILE, fields(first_name="Anna", last_name="Beispiel"))

    assert User.objects.get().get_full_name() == "Anna Beispiel"
    assert Worker.objects.get().user is None


def test_nobody_changes_more_than_that_of_his_own(browser):
    browser.post(PROFILE, fields(role="admin", username="chef", is_active="", expires_at=""))

    user = User.objects.get()
    assert (user.role, user.username, user.is_active) == (Role.PARTICIPANT, "lager", True)


def test_a_new_address_counts_once_it_is_confirmed(browser):
    browser.post(PROFILE, fields(email="Neu@Example.org"))

    assert User.objects.get().email == "alt@example.org"
    mails = {mail.template: mail.recipient for mail in OutgoingMail.objects.all()}
    assert mails == {"email_confirmation": "neu@example.org", "email_changing": "alt@example.org"}
    assert browser.get(link_of()).status_code == 200
    assert User.objects.get().email == "alt@example.org"
    browser.post(link_of())
    assert (User.objects.get().email, User.objects.get().new_email) == ("neu@example.org", "")
    assert browser.post(link_of()).status_code == 404


def test_a_link_to_an_address_is_of_no_use_to_others(browser):
    browser.post(PROFILE, fields(email="neu@example.org"))

    assert client_of(Role.ADMIN).post(link_of()).status_code == 404


def test_an_older_link_is_void_once_another_address_was_named(browser):
    browser.post(PROFILE, fields(email="erste@example.org"))
    first = link_of()
    browser.post(PROFILE, fields(email="zweite@example.org"))

    assert browser.post(first).status_code == 404


def test_who_has_an_address_is_told_to_its_owner_alone(browser):
    UserFactory(email="besetzt@example.org")

    answer = browser.post(PROFILE, fields(email="besetzt@example.org"))
    browser.post(link_of())

    assert answer.status_code == 302
    assert User.objects.get(username="lager").email == "alt@example.org"


def test_a_house_without_mail_changes_no_address_by_itself(browser):
    SystemSettings.objects.update(mail_server="")

    response = browser.post(PROFILE, fields(email="neu@example.org"))

    assert list(response.context["form"].errors) == ["email"]
    assert User.objects.get().new_email == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("first_name", "x" * 10_000), ("last_name", "a\0b"), ("email", ""), ("email", "a@b")],
)
def test_what_is_no_profile_is_refused_at_its_field(browser, field, value):
    response = browser.post(PROFILE, fields(**{field: value}))

    assert list(response.context["form"].errors) == [field]
    assert response.context["user"].first_name == "Petra"


def test_the_profile_shows_where_one_is_signed_in(browser):
    sign_in(PHONE)

    response = browser.get(PROFILE)

    devices = [session.device for session in response.context["sessions"]]
    assert sorted(devices) == ["Firefox, Linux", "Safari, iPhone"]
    assert response.context["own_key"] == own_key(browser)


def test_one_session_is_ended_and_the_others_go_on(browser):
    phone = sign_in(PHONE)

    browser.post(reverse("profile:end_session", args=[own_key(phone)]))

    assert not is_signed_in(phone)
    assert is_signed_in(browser)


def test_no_cache_brings_an_ended_session_back(browser):
    """As if Redis had been away while the session was deleted, and came back with all it knew."""
    phone = sign_in(PHONE)
    key = phone.cookies[django_settings.SESSION_COOKIE_NAME].value
    cached = {name: cache.get(name) for name in [f"django.contrib.sessions.cached_db{key}"]}
    browser.post(reverse("profile:end_session", args=[own_key(phone)]))
    for name, value in cached.items():
        assert value
        cache.set(name, value, 600)

    assert not is_signed_in(phone)
    assert phone.get("/api/tools").status_code == 401


def test_all_other_sessions_end_together(browser):
    phone, tablet = sign_in(PHONE), sign_in()

    browser.post(reverse("profile:end_other_sessions"))

    assert [is_signed_in(each) for each in (browser, phone, tablet)] == [True, False, False]
    assert [session.key for session in UserSession.objects.all()] == [own_key(browser)]


def test_nobody_ends_the_sessions_of_others(browser):
    other = client_of(Role.ADMIN)

    other.post(reverse("profile:end_session", args=[own_key(browser)]))

    assert is_signed_in(browser)


def test_signing_out_takes_the_session_from_the_list(browser):
    browser.post(reverse("accounts:logout"))

    assert not UserSession.objects.exists()


def test_who_is_deactivated_has_no_session_any_more(browser, user):
    change_user(user.pk, {"is_active": False}, actor=None, now=clock.now())

    assert not UserSession.objects.exists()


def test_sessions_that_nobody_used_for_long_are_forgotten(browser):
    UserSession.objects.update(seen_at=MADE_AT)

    assert forget_old(clock.now()) == 1


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Linux"),
        (PHONE, "Safari, iPhone"),
        ("curl/8", ""),
        ("", ""),
        ("x" * 9999, ""),
    ],
)
def test_a_device_has_a_short_name(agent, device):
    assert device_of(agent) == device


def test_the_own_badge_is_shown_as_symbols(browser, user):
    worker = WorkerFactory(barcode="M077")
    change_worker(worker.pk, {"user": user}, actor=None, now=MADE_AT)

    page = browser.get(reverse("profile:badge"))

    assert page.status_code == 200
    assert page.text.count('<svg class="symbol"') == 2
    assert "M077" in page.text


def test_who_is_no_person_has_no_badge(browser):
    assert browser.get(reverse("profile:badge")).status_code == 404


def test_the_profile_costs_the_same_with_many_sessions(browser, count_commands):
    browser.get(PROFILE)  # what the menu counts is kept for a while
    totals = []
    for more in (1, 15):
        for _number in range(more):
            sign_in()
        with count_commands() as commands:
            browser.get(PROFILE)
        totals.append(commands.total)

    assert totals[0] == totals[1] <= 10
