from datetime import timedelta
from functools import partial

import pytest
from django.db import DEFAULT_DB_ALIAS

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.passwords import send_link, set_password
from apps.accounts.services import (
    AlreadySetUp,
    LastAdmin,
    OwnAccess,
    change_user,
    create_first_admin,
    create_user,
    end_sessions,
)
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.audit.queries import history_of
from apps.core.errors import InvalidInput, NotPermitted
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT.replace(hour=9)
ROUNDS = 5


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def other_admin():
    return UserFactory(role=Role.ADMIN)


def test_create_user_saves_an_account_that_can_sign_in(admin):
    user = create_user(User(username=" Lager "), password="Holz und Leim", actor=admin, now=NOW)

    stored = User.objects.get(pk=user.pk)
    assert (stored.username, stored.role, stored.is_active) == ("lager", "anwender", True)
    assert stored.check_password("Holz und Leim")
    assert [event.event_type for event in history_of(user)] == ["accounts.user_created"]


def test_create_user_without_a_password_makes_an_account_that_cannot_sign_in(admin):
    user = create_user(User(username="lager"), password=None, actor=admin, now=NOW)

    assert not User.objects.get(pk=user.pk).has_usable_password()


@pytest.mark.parametrize("username", ["lager", "LAGER", " Lager ", "\uff4cager"])
def test_create_user_is_refused_a_name_that_reads_the_same(admin, username):
    UserFactory(username="lager")

    with pytest.raises(InvalidInput) as refusal:
        create_user(User(username=username), password=PASSWORD, actor=admin, now=NOW)

    assert list(refusal.value.data["fields"]) == ["username"]
    assert User.objects.filter(username="lager").count() == 1


def test_change_user_moves_the_account_to_the_group_of_its_new_role(admin):
    user = UserFactory(role=Role.STANDARD_USER)

    change_user(user.pk, {"role": Role.EMPLOYEE}, actor=admin, now=NOW)

    assert [group.name for group in user.groups.all()] == ["mitarbeiter"]
    [change] = history_of(user)[0].change_list
    assert (change["label"], change["old"], change["new"]) == ("Rolle", "Anwender", "Mitarbeiter")


def test_change_user_is_refused_a_name_in_use(admin):
    UserFactory(username="lager")
    user = UserFactory(username="werkstatt")

    with pytest.raises(InvalidInput):
        change_user(user.pk, {"username": "Lager", "last_name": "Neu"}, actor=admin, now=NOW)

    assert User.objects.get(pk=user.pk).last_name != "Neu"


def test_a_password_is_nowhere_in_the_history(admin):
    user = UserFactory()

    set_password(user.pk, "Säge und Hobel", actor=admin, now=NOW)

    assert User.objects.get(pk=user.pk).check_password("Säge und Hobel")
    event = history_of(user)[0]
    assert (event.event_type, event.changes) == ("accounts.password_set", {})
    assert "Säge" not in str(event.data)


AWAY = [{"role": Role.EMPLOYEE}, {"is_active": False}, {"expires_at": NOW + timedelta(days=9)}]


@pytest.mark.parametrize("change", AWAY)
def test_the_last_lasting_admin_stays_one(admin, change):
    """Another who expires, or is switched off, is no one to rely on."""
    UserFactory(role=Role.ADMIN, is_active=False)
    leaving = UserFactory(role=Role.ADMIN, expires_at=NOW + timedelta(days=1))

    with pytest.raises(LastAdmin):
        change_user(admin.pk, change, actor=leaving, now=NOW)

    stored = User.objects.get(pk=admin.pk)
    assert (stored.role, stored.is_active, stored.expires_at) == (Role.ADMIN, True, None)


@pytest.mark.parametrize("change", AWAY)
def test_nobody_changes_his_own_access(admin, other_admin, change):
    with pytest.raises(OwnAccess):
        change_user(admin.pk, change, actor=admin, now=NOW)


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.STANDARD_USER, Role.PARTICIPANT])
def test_nobody_but_an_admin_touches_accounts(admin, role):
    actor, by = UserFactory(role=role), {"now": NOW}
    by["actor"] = actor

    for touch in (
        partial(create_user, User(username="neu"), password=None),
        partial(change_user, actor.pk, {"role": Role.ADMIN}),
        partial(change_user, admin.pk, {"last_name": "Neu"}),
        partial(set_password, admin.pk, "Holz und Leim"),
        partial(send_link, admin.pk, base_url=""),
        partial(end_sessions, admin.pk),
    ):
        with pytest.raises(NotPermitted):
            touch(**by)


def test_two_accounts_with_one_address_at_once_are_one(admin):
    for number in range(ROUNDS):
        make = partial(attempt, create_user, password=None, actor=admin, now=NOW)
        address = f"a{number}@example.org"

        outcomes = at_once(
            *(partial(make, User(username=f"u{number}-{n}", email=address)) for n in range(4))
        )

        assert [type(outcome) for outcome in outcomes].count(User) == 1
        assert User.objects.filter(email=address).count() == 1


def test_one_of_two_admins_may_go(admin):
    other = UserFactory(role=Role.ADMIN)

    change_user(admin.pk, {"role": Role.EMPLOYEE}, actor=other, now=NOW)

    assert User.objects.get(pk=admin.pk).role == Role.EMPLOYEE


@pytest.mark.parametrize("change", [{"role": Role.EMPLOYEE}, {"is_active": False}])
def test_of_two_admins_who_remove_each_other_at_once_one_stays(change):
    for _round in range(ROUNDS):
        User.objects.update(role=Role.PARTICIPANT)
        one, two = UserFactory(role=Role.ADMIN), UserFactory(role=Role.ADMIN)

        outcomes = at_once(
            partial(attempt, change_user, two.pk, change, actor=one, now=NOW),
            partial(attempt, change_user, one.pk, change, actor=two, now=NOW),
        )

        assert {type(outcome) for outcome in outcomes} == {User, LastAdmin}
        assert User.objects.filter(role=Role.ADMIN, is_active=True).count() == 1


def test_the_first_admin_is_the_only_first_one():
    create_first_admin(User(username="chef"), password=PASSWORD, now=NOW)

    with pytest.raises(AlreadySetUp):
        create_first_admin(User(username="zweite"), password=PASSWORD, now=NOW)

    assert [(user.username, user.role) for user in User.objects.all()] == [("chef", "admin")]


def test_of_eight_first_admins_at_once_one_is_made():
    for _round in range(ROUNDS):
        User.objects.all()._raw_delete(DEFAULT_DB_ALIAS)  # no door deletes accounts

        outcomes = at_once(
            *(
                partial(
                    attempt, create_first_admin, User(username=f"a{n}"), password=PASSWORD, now=NOW
                )
                for n in range(8)
            )
        )

        assert [type(outcome) for outcome in outcomes].count(User) == 1
        assert [type(outcome) for outcome in outcomes].count(AlreadySetUp) == 7
        assert User.objects.count() == 1


def test_an_account_made_twice_at_once_is_made_once(admin):
    for number in range(ROUNDS):
        make = partial(attempt, create_user, password=PASSWORD, actor=admin, now=NOW)

        outcomes = at_once(*(partial(make, User(username=f"neu{number}")) for _try in range(4)))

        assert [type(outcome) for outcome in outcomes].count(User) == 1
        assert [type(outcome) for outcome in outcomes].count(InvalidInput) == 3
