"""The one-time link of a new instance."""

import time
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.core.tests.threads import at_once
from apps.setup.links import VALID_FOR, make_link

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HOME = reverse("home")
FORM = {"username": "Chef", "first_name": "Ute", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def link():
    return make_link("")


def test_the_link_makes_the_admin_and_signs_in(client, link):
    assert client.get(link).status_code == 200

    response = client.post(link, FORM)

    [admin] = User.objects.all()
    assert (response.status_code, response.url) == (302, reverse("setup:index"))
    assert (admin.username, admin.first_name, admin.role) == ("chef", "Ute", Role.ADMIN)
    assert client.get(HOME).wsgi_request.user == admin


def test_the_link_works_once(client, link):
    client.post(link, FORM)

    for response in (Client().get(link), Client().post(link, FORM | {"username": "zweite"})):
        assert response.status_code == 404
    assert User.objects.count() == 1


def test_a_new_link_does_not_help_while_there_is_an_admin(client):
    UserFactory(role=Role.ADMIN, is_active=False)

    assert client.get(make_link("")).status_code == 404


def test_other_accounts_do_not_count_as_set_up(client, link):
    UserFactory(role=Role.EMPLOYEE)

    assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    "forge", [lambda t: t[:-1], lambda t: f"{t}x", lambda t: "first-admin", lambda t: "x" * 5000]
)
def test_a_forged_link_is_none(client, link, forge):
    address, _slash, token = link.rpartition("/")

    for response in (
        client.get(f"{address}/{forge(token)}"),
        client.post(f"{address}/{forge(token)}", FORM),
    ):
        assert response.status_code == 404
    assert not User.objects.exists()


def test_the_link_of_another_instance_is_none(client, settings):
    own_key, settings.SECRET_KEY = settings.SECRET_KEY, "the key of another instance"
    link = make_link("")
    settings.SECRET_KEY = own_key

    assert client.get(link).status_code == 404


@pytest.mark.parametrize(("seconds", "status"), [(-60, 200), (60, 404)])
def test_the_link_lives_for_seven_days(client, monkeypatch, seconds, status):
    made_at = time.time() - VALID_FOR.total_seconds() - seconds
    with monkeypatch.context() as past:
        past.setattr(time, "time", lambda: made_at)
        link = make_link("")

    assert client.get(link).status_code == status


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "kurz", "password_again": "kurz"}, "password"),
        ({"password": "12345678901", "password_again": "12345678901"}, "password"),
        ({"password": "passwort123", "password_again": "passwort124"}, "password_again"),
        ({"password_again": ""}, "password_again"),
        ({"username": ""}, "username"),
        ({"username": "zwei Worte"}, "username"),
        ({"email": "keine"}, "email"),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_the_rest(client, link, change, field):
    response = client.post(link, FORM | change)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["first_name"].value() == "Ute"
    assert not User.objects.exists()


def test_a_name_in_use_is_refused_in_the_form(client, link):
    UserFactory(username="chef")

    response = client.post(link, FORM)

    assert list(response.context["form"].errors) == ["username"]
    assert not User.objects.filter(role=Role.ADMIN).exists()


def test_of_two_people_at_the_link_at_once_one_becomes_admin(link):
    forms = [FORM | {"username": f"chef{number}"} for number in range(4)]

    responses = at_once(*(partial(Client().post, link, form) for form in forms))

    assert sorted(response.status_code for response in responses) == [302, 404, 404, 404]
    assert User.objects.count() == 1


def test_the_command_prints_the_link_until_it_was_used():
    before, after = StringIO(), StringIO()

    call_command("setup_link", base_url="http://localhost:5000/", stdout=before)
    UserFactory(role=Role.ADMIN)
    call_command("setup_link", base_url="http://localhost:5000/", stdout=after)

    assert before.getvalue().startswith("http://localhost:5000/setup/")
    assert Client().get(before.getvalue().strip()).status_code == 404
    assert after.getvalue() == ""


def test_the_button_skips_the_setup_and_the_link_is_void(client, link):
    response = client.post(f"{link}/skip", follow=True)

    assert response.redirect_chain == [(reverse("accounts:login"), 302)]
    assert "admin123" in response.content.decode()
    assert User.objects.get().has_default_password
    assert {client.get(link).status_code, client.post(f"{link}/skip").status_code} == {404}


def test_looking_at_the_button_skips_nothing(client, link):
    assert client.get(f"{link}/skip").url == link
    assert not User.objects.exists()


@pytest.mark.parametrize("token", ["x", "finish", "ImZpcnN0LWFkbWluIg:1abc:xyz"])
def test_a_forged_link_skips_nothing(client, token):
    assert client.post(f"/setup/{token}/skip").status_code == 404
    assert not User.objects.exists()
