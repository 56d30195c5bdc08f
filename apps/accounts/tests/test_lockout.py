"""Guessing passwords: slow for who guesses, and no way to lock a house or a colleague out."""

from datetime import timedelta
from functools import partial

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from apps.accounts import lockout
from apps.accounts.enums import Role
from apps.accounts.lockout import COOL_OFF, LIMIT, MANY, forget_old
from apps.accounts.models import User, UserSession
from apps.accounts.passwords import set_password
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.core import clock
from apps.core.tests.threads import at_once

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LOGIN = reverse("accounts:login")
HERE, THERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def user():
    return UserFactory(username="lager")


WRONG = "falsch"


def try_once(username="lager", password=WRONG, address=HERE, **headers):
    data = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address).post(LOGIN, data, headers=headers)


def guess(times=LIMIT, **where) -> None:
    for _time in range(times):
        try_once(**where)


def lets_in(**where) -> bool:
    return try_once(password=PASSWORD, **where).status_code == 302


def pass_time(period) -> None:
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= period
        attempt.save()


def test_who_guesses_too_often_has_to_wait(user):
    guess()

    response = try_once(password=PASSWORD)

    assert (response.status_code, response["Retry-After"]) == (429, "900")
    assert "Zu viele falsche Passwörter." in response.text


def test_programs_are_told_in_their_way(user):
    guess()

    response = try_once(accept="application/json")

    assert (response.status_code, response.json()["code"]) == (429, "TOO_MANY_REQUESTS")


def test_one_guess_less_locks_nobody(user):
    guess(LIMIT - 1)

    assert lets_in()


def test_others_at_the_same_address_and_the_same_person_elsewhere_come_in(user):
    UserFactory(username="werkstatt")

    guess()

    assert lets_in(username="werkstatt")
    assert lets_in(address=THERE)


def test_an_unknown_name_locks_like_a_known_one(user, count_commands):
    answers = []
    for name in ("lager", "niemand"):
        guess(username=name)
        with count_commands() as commands:
            response = try_once(name)
        answers.append((response.status_code, len(response.content), commands.names))

    assert answers[0] == answers[1]


@pytest.mark.parametrize("name", ["LAGER", " lager ", "\uff4cager"])
def test_the_name_counts_however_it_is_typed(user, name):
    guess(username=name)

    assert not lets_in()


def test_waiting_helps_and_trying_meanwhile_does_not_make_it_longer(user):
    guess()
    pass_time(COOL_OFF - timedelta(minutes=1))
    guess(3)
    pass_time(timedelta(minutes=2))

    assert lets_in()


def test_signing_in_begins_anew(user):
    guess(LIMIT - 1)
    lets_in()
    guess(LIMIT - 1)

    assert lets_in()


def test_what_is_typed_as_a_name_is_not_kept(user):
    guess(username="mein-geheimes-passwort")

    [attempt] = AccessAttempt.objects.all()
    kept = f"{attempt.username} {attempt.post_data} {attempt.get_data} {attempt.path_info}"
    assert "geheim" not in kept


def test_guesses_at_once_are_all_counted(user):
    at_once(*(partial(lockout._count, "a" * 64, HERE, clock.now()) for _number in range(8)))

    assert AccessAttempt.objects.get().failures_since_start == 8


def test_guesses_from_everywhere_slow_down_but_not_where_the_person_is_known(user):
    lets_in(address=THERE)
    for number in range(MANY // 5):
        guess(5, address=f"203.0.113.{number}")

    assert not lets_in(address=HERE)
    assert lets_in(address=THERE)
    pass_time(timedelta(seconds=6))
    assert lets_in(address=HERE)


def test_behind_a_proxy_each_browser_has_its_own_address(user, settings):
    settings.TRUSTED_PROXIES = ["192.0.2.1"]
    for _time in range(LIMIT):
        try_once(**{"x-forwarded-for": "203.0.113.5"})

    forwarded = {"x-forwarded-for": "203.0.113.6"}
    assert try_once(password=PASSWORD, **forwarded).status_code == 302
    assert not lets_in(**{"x-forwarded-for": "203.0.113.5"})


def test_a_forged_address_helps_nobody(user, settings):
    for number in range(LIMIT):
        try_once(**{"x-forwarded-for": f"203.0.113.{number}"})

    assert not lets_in(**{"x-forwarded-for": "203.0.113.99"})


def test_an_admin_sees_who_is_locked_and_unlocks(user):
    admin = client_of(Role.ADMIN)
    guess()
    assert "für einige Minuten gesperrt" in admin.get("/admin/accounts/user/").text

    admin.post(f"/admin/accounts/user/{user.pk}/do/unlock/")

    assert lets_in()


def test_a_new_password_unlocks(user):
    guess()

    set_password(user.pk, PASSWORD, actor=None, now=clock.now())

    assert lets_in()


def test_old_guesses_are_forgotten(user):
    guess(1)
    pass_time(timedelta(days=2))

    assert forget_old(clock.now()) == 1


def test_signing_in_costs_few_commands(user, count_commands):
    with count_commands() as right:
        lets_in()
    with count_commands() as wrong:
        try_once()

    assert (right.total, wrong.total) <= (12, 8)
    assert User.objects.get().last_login is not None
    assert UserSession.objects.count() == 1
