import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LOGIN, LOGOUT, HOME = reverse("accounts:login"), reverse("accounts:logout"), reverse("home")
NO_MATCH = "Benutzername und Passwort passen nicht zusammen. Bitte noch einmal versuchen."


@pytest.fixture
def lager():
    return UserFactory(username="lager")


def sign_in(client, username="lager", password=PASSWORD, **data):
    return client.post(LOGIN, {"username": username, "password": password, **data})


def is_signed_in(client) -> bool:
    return client.get(HOME).status_code == 200


def test_signing_in_leads_to_the_start_page(client, lager):
    response = sign_in(client)

    assert (response.status_code, response.url) == (302, HOME)
    assert client.get(HOME).wsgi_request.user == lager


@pytest.mark.parametrize("username", ["LAGER", "Lager", " lager "])
def test_the_username_is_read_whatever_the_case(client, lager, username):
    assert sign_in(client, username).status_code == 302


def test_a_password_is_taken_as_it_is_typed(client):
    UserFactory(username="lager", password="  Säge und Hobel ")

    assert sign_in(client, password="Säge und Hobel").status_code == 200
    assert sign_in(client, password="  Säge und Hobel ").status_code == 302


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("lager", "falsch"),
        ("lager", PASSWORD.upper()),
        ("niemand", PASSWORD),
        ("lager", "x" * 5000),
        ("gesperrt", PASSWORD),
    ],
)
def test_what_does_not_match_is_refused_without_saying_which_part(
    client, lager, username, password
):
    UserFactory(username="gesperrt", is_active=False)

    response = sign_in(client, username, password)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [NO_MATCH]
    assert response.context["form"]["username"].value() == username
    assert not is_signed_in(client)


@pytest.mark.parametrize("username", ["", "\0", "x" * 1000])
def test_what_is_no_username_is_refused(client, lager, username):
    response = sign_in(client, username)

    assert response.status_code == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize("address", ["/tools/?q=s%C3%A4ge&page=2", "/workers/M001", "/quickscan/"])
def test_signing_in_comes_back_to_the_page_that_was_asked_for(client, address):
    UserFactory(username="lager", role=Role.ADMIN)

    asked = client.get(address)
    form = client.get(asked.url)
    response = sign_in(client, next=form.context["next"])

    assert response.url == address


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "https://testserver@evil.example/",
        "\thttps://evil.example",
    ],
)
def test_signing_in_never_leads_to_another_site(client, lager, address):
    assert sign_in(client, next=address).url == HOME
    assert client.get(LOGIN, {"next": address}).url == HOME


def test_who_is_signed_in_needs_no_sign_in_page():
    response = client_of(Role.PARTICIPANT).get(LOGIN)

    assert (response.status_code, response.url) == (302, HOME)


def test_signing_in_changes_the_key_of_the_session(client, lager):
    sign_in(client)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value

    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = before
    other.post(LOGOUT)
    sign_in(other)

    assert other.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_signing_in_needs_a_csrf_token(lager):
    response = sign_in(Client(enforce_csrf_checks=True))

    assert response.status_code == 403
    assert "Diese Seite war zu lange offen." in response.text


def test_signing_out_ends_the_session(client, lager):
    sign_in(client)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    response = client.post(LOGOUT)

    client.cookies[settings.SESSION_COOKIE_NAME] = session
    assert (response.status_code, response.url) == (302, LOGIN)
    assert not is_signed_in(client)


def test_a_link_signs_nobody_out():
    client = client_of(Role.STANDARD_USER)

    assert client.get(LOGOUT).status_code == 405
    assert is_signed_in(client)


def test_the_cookies_bear_the_name_of_the_instance(client, lager):
    client.get(LOGIN)
    sign_in(client)

    names = {"scandy_session_", "csrftoken_"}
    assert set(client.cookies) == {f"{name}{settings.INSTANCE_NAME}" for name in names}
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("secure", [True, False])
def test_cookies_are_for_https_alone_when_it_was_used(client, lager, secure):
    client.get(LOGIN, secure=secure)
    data = {"username": "lager", "password": PASSWORD}
    client.post(LOGIN, data, secure=secure, headers={"referer": "https://testserver/"})

    assert {bool(cookie["secure"]) for cookie in client.cookies.values()} == {secure}
