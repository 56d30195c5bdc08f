"""System checks about accounts: passwords that everybody knows, roles that are out of step."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.checks import CheckMessage, Error, Info, Warning
from django.utils.translation import gettext as _

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.roles import PERMISSIONS
from apps.core import clock
from apps.core.checks import examination

KNOWN_PASSWORDS = ("admin123", "admin", "scandy-demo")


@examination(database=True)
def default_password() -> Iterator[CheckMessage]:
    area, admin = _("Accounts"), User.objects.filter(username="admin", is_active=True).first()
    if admin is None or not any(map(admin.check_password, KNOWN_PASSWORDS)):
        yield Info(_("No account has a password that everybody knows."), obj=area, id="accounts.I1")
    elif settings.IS_DEMO:
        text = _("This is a demo: everybody knows its passwords.")
        yield Info(text, obj=area, id="accounts.I2")
    else:
        yield Error(
            _("The account admin still has its first password, which everybody knows."),
            hint=_("Sign in and change it, or run ./manage.sh manage changepassword admin"),
            obj=area,
            id="accounts.E1",
        )


@examination(database=True)
def somebody_administers() -> Iterator[CheckMessage]:
    if User.objects.usable(clock.now()).filter(role=Role.ADMIN).exists():
        return
    yield Warning(
        _("Nobody can administer this instance: there is no usable account of an admin."),
        hint=_("./manage.sh restart prints a link while there is none"),
        obj=_("Accounts"),
        id="accounts.W2",
    )


@examination(database=True)
def roles() -> Iterator[CheckMessage]:
    area = _("Roles")
    if all(_permissions_of(role) == PERMISSIONS[role] for role in Role):
        yield Info(_("The roles are those of this version."), obj=area, id="accounts.I3")
        return
    yield Warning(
        _("The roles in the database are not those of this version."),
        hint="./manage.sh manage sync_roles",
        obj=area,
        id="accounts.W3",
    )


def _permissions_of(role: Role) -> set[str]:
    group = Group.objects.filter(name=role.value).first()
    if group is None:
        return set()
    pairs = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app_label}.{codename}" for app_label, codename in pairs}
