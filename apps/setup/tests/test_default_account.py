"""The account whose password stands in the manual: who may use it from where, and what it can do."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.passwords import set_password
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SIGN_IN, PASSWORD_PAGE = reverse("accounts:login"), reverse("accounts:password")
DEFAULT = {"username": "admin", "password": "admin123"}
ELSEWHERE = "203.0.113.9"
PROXY = "10.0.0.5"


@pytest.fixture
def admin(db):
    """The account as ``start --skip-setup`` makes it."""
    return UserFactory(
        username="admin",
        password="admin123",
        role=Role.ADMIN,
        must_change_password=True,
        has_default_password=True,
    )


def sign_in(peer, fields=DEFAULT, **headers):
    client = Client(REMOTE_ADDR=peer, headers=headers)
    return client, client.post(SIGN_IN, fields)


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_it_signs_in_on_this_machine(admin, peer):
    client, response = sign_in(peer)

    assert response.status_code == 302
    assert is_in(client)


@pytest.mark.parametrize(
    "peer", [ELSEWHERE, "192.168.1.2", "::2", "::ffff:10.0.0.1", "", "quatsch"]
)
def test_it_signs_in_from_nowhere_else(admin, peer):
    client, response = sign_in(peer)

    assert response.status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-For": ELSEWHERE},
        {"X-Forwarded-For": ""},
        {"X-Forwarded-Host": "localhost"},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Anything": "1"},
        {"X-Forwarded": "for=127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Forwarded": f"for={ELSEWHERE}"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 nginx"},
    ],
)
def test_a_trace_of_an_unknown_proxy_shuts_it_out(admin, headers):
    client, _response = sign_in("127.0.0.1", **headers)

    assert not is_in(client)


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        (PROXY, {"X-Forwarded-For": "::1", "X-Forwarded-Host": "scandy.example.org"}),
        (PROXY, {"X-Forwarded-For": f"127.0.0.1, {PROXY}"}),
        ("127.0.0.1", {}),
    ],
)
def test_a_known_proxy_may_say_that_it_is_this_machine(admin, settings, peer, headers):
    settings.TRUSTED_PROXIES = ["127.0.0.1", PROXY]

    client, _response = sign_in(peer, **headers)

    assert is_in(client)


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        (PROXY, {}),
        (PROXY, {"X-Forwarded-Proto": "https"}),
        (PROXY, {"Forwarded": "for=127.0.0.1"}),
        (PROXY, {"X-Forwarded-For": ELSEWHERE}),
        (PROXY, {"X-Forwarded-For": f"127.0.0.1, {ELSEWHERE}"}),
        (PROXY, {"X-Forwarded-For": f"{ELSEWHERE}, 127.0.0.1"}),
        (PROXY, {"X-Forwarded-For": "unknown, 127.0.0.1"}),
        ("127.0.0.1", {"X-Forwarded-For": ELSEWHERE}),
        ("127.0.0.1", {"X-Forwarded-For": ""}),
        (ELSEWHERE, {"X-Forwarded-For": "127.0.0.1"}),
    ],
)
def test_a_known_proxy_that_names_others_or_nobody_shuts_it_out(admin, settings, peer, headers):
    settings.TRUSTED_PROXIES = ["127.0.0.1", PROXY]

    client, _response = sign_in(peer, **headers)

    assert not is_in(client)


def test_others_learn_nothing_from_the_answer(admin):
    _client, right = sign_in(ELSEWHERE)
    _client, wrong = sign_in(ELSEWHERE, DEFAULT | {"password": "falsch"})

    assert right.context["form"].errors == wrong.context["form"].errors


def test_others_learn_nothing_from_the_time(admin, monkeypatch):
    hashed = []
    verify = MD5PasswordHasher.verify
    monkeypatch.setattr(
        MD5PasswordHasher, "verify", lambda *args: hashed.append(1) or verify(*args)
    )

    sign_in(ELSEWHERE)

    assert hashed


def test_without_a_request_nobody_knows_where_it_comes_from(admin):
    assert authenticate(None, **DEFAULT) is None
    assert authenticate(RequestFactory().post(SIGN_IN), **DEFAULT) == admin


def test_it_can_do_nothing_until_it_has_a_password_of_its_own(admin):
    client, _response = sign_in("127.0.0.1")

    for address in ("/", "/tools/", "/admin/", reverse("setup:index")):
        assert client.get(address).url == PASSWORD_PAGE


@pytest.mark.parametrize("new", ["admin123", "ADMIN123", "12345678", "password"])
def test_its_password_cannot_be_the_known_one_again(admin, new):
    client, _response = sign_in("127.0.0.1")
    fields = {"old_password": "admin123", "password": new, "password_again": new}

    response = client.post(PASSWORD_PAGE, fields)

    assert response.context["form"].errors
    assert User.objects.get().has_default_password


def test_with_a_password_of_its_own_it_is_an_account_like_others(admin):
    client, _response = sign_in("127.0.0.1")
    new = "ganz-eigenes-wort"

    client.post(PASSWORD_PAGE, {"old_password": "admin123", "password": new, "password_again": new})

    assert client.get("/").status_code == 200
    assert is_in(sign_in(ELSEWHERE, DEFAULT | {"password": new})[0])
    assert not is_in(sign_in("127.0.0.1")[0])


def test_a_password_that_another_admin_sets_opens_it_too(admin):
    set_password(admin.pk, "vom-kollegen-gesetzt", actor=None, now=MADE_AT)

    client, _response = sign_in(ELSEWHERE, DEFAULT | {"password": "vom-kollegen-gesetzt"})

    assert is_in(client)


def test_other_accounts_sign_in_from_anywhere(db):
    UserFactory(username="anders", password="admin123")

    client, _response = sign_in(ELSEWHERE, DEFAULT | {"username": "anders"})

    assert is_in(client)


def printed():
    out = StringIO()
    call_command("skip_setup", stdout=out)
    return out.getvalue()


def test_the_command_says_how_to_sign_in_also_the_second_time(db):
    assert [printed(), printed()] == [printed()] * 2
    assert "admin123" in printed()


def test_the_command_keeps_quiet_about_a_password_that_is_gone(db):
    printed()
    set_password(User.objects.get().pk, "ganz-eigenes-wort", actor=None, now=MADE_AT)

    assert "admin123" not in printed()


def test_the_command_refuses_an_instance_with_an_admin(db):
    UserFactory(username="admin", role=Role.ADMIN)

    with pytest.raises(CommandError, match="hat schon einen Admin") as refusal:
        call_command("skip_setup")

    assert refusal.value.returncode == 2
