from itertools import pairwise

import pytest
from django.contrib.auth.models import Group, Permission

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.roles import PERMISSIONS, allows, allows_app
from apps.accounts.services import sync_roles
from apps.accounts.tests.factories import UserFactory

ASCENDING = sorted(Role, key=lambda role: role.rank)


def full_names(permissions):
    return {f"{p.content_type.app_label}.{p.codename}" for p in permissions}


@pytest.mark.unit
def test_each_role_may_what_the_one_below_may_and_more():
    assert ASCENDING == [Role.PARTICIPANT, Role.STANDARD_USER, Role.EMPLOYEE, Role.ADMIN]
    for lower, higher in pairwise(ASCENDING):
        assert PERMISSIONS[lower] < PERMISSIONS[higher]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("permission", "lowest"),
    [
        ("tools.view_tool", Role.STANDARD_USER),
        ("lending.lend_tool", Role.STANDARD_USER),
        ("lending.undo_lending", Role.EMPLOYEE),
        ("tools.delete_tool", Role.EMPLOYEE),
        ("workers.view_worker", Role.EMPLOYEE),
        ("accounts.use_back_office", Role.EMPLOYEE),
        ("accounts.view_user", Role.ADMIN),
        ("accounts.change_user", Role.ADMIN),
    ],
)
def test_a_permission_begins_with_a_role(permission, lowest):
    allowed = [role for role in ASCENDING if allows(role, permission)]

    assert allowed == ASCENDING[ASCENDING.index(lowest) :]


@pytest.mark.unit
@pytest.mark.parametrize("permission", ["tools.fly_tool", "", "tools", "accounts.delete_user"])
def test_nobody_may_what_the_table_does_not_name(permission):
    assert not any(allows(role, permission) for role in Role)


@pytest.mark.unit
def test_an_account_that_is_not_active_may_nothing():
    user = User(role=Role.ADMIN, is_active=False)

    assert not user.has_perm("tools.view_tool")
    assert not user.has_module_perms("tools")
    assert not user.is_staff


@pytest.mark.unit
def test_nobody_goes_past_the_table():
    assert not User(role=Role.ADMIN).is_superuser
    assert not allows_app(Role.PARTICIPANT, "tools")
    assert allows_app(Role.STANDARD_USER, "tools")
    assert not allows_app(Role.EMPLOYEE, "accounts_extra")


@pytest.mark.integration
@pytest.mark.django_db
def test_the_table_names_permissions_that_exist():
    existing = full_names(Permission.objects.select_related("content_type"))

    assert PERMISSIONS[Role.ADMIN] <= existing


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize("times", [1, 2])
def test_sync_roles_writes_the_table_into_the_groups(times):
    first = Group.objects.get(name=Role.EMPLOYEE)
    first.permissions.clear()

    for _time in range(times):
        sync_roles()

    groups = {group.name: group for group in Group.objects.all()}
    assert groups.keys() == set(Role.values)
    assert groups[Role.EMPLOYEE].pk == first.pk
    for role in Role:
        names = full_names(groups[role].permissions.select_related("content_type"))
        assert names == PERMISSIONS[role]


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_an_account_belongs_to_the_group_of_its_role(role):
    user = UserFactory(role=role)

    assert [group.name for group in user.groups.all()] == [role.value]
