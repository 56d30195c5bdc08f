"""Passwords that everybody knows and roles that are out of step are found."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from apps.accounts.checks import default_password, roles, somebody_administers
from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def ids(check) -> list[str]:
    return [message.id for message in check(databases=["default"])]


@pytest.mark.parametrize(
    ("password", "is_demo", "expected"),
    [
        ("admin123", False, "accounts.E1"),
        ("scandy-demo", True, "accounts.I2"),
        ("something-of-its-own", False, "accounts.I1"),
    ],
)
def test_first_password_of_the_admin_is_an_error(settings, password, is_demo, expected):
    settings.IS_DEMO = is_demo
    admin = UserFactory(username="admin", role=Role.ADMIN)
    admin.set_password(password)
    admin.save()

    assert ids(default_password) == [expected]


def test_house_without_an_admin_is_warned():
    before = ids(somebody_administers)
    UserFactory(role=Role.ADMIN)

    assert before == ["accounts.W2"]
    assert ids(somebody_administers) == []


def test_changed_roles_are_found_and_brought_back():
    Group.objects.get(name=Role.EMPLOYEE.value).permissions.clear()
    changed = ids(roles)

    call_command("sync_roles")

    assert changed == ["accounts.W3"]
    assert ids(roles) == ["accounts.I3"]
