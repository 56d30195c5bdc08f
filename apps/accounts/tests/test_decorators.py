import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.views import View

from apps.accounts import decorators
from apps.accounts.enums import Role
from apps.accounts.models import User

pytestmark = pytest.mark.unit

ALLOWED = {
    ("login_required", None): set(Role),
    ("admin_required", "AdminRequiredMixin"): {Role.ADMIN},
    ("mitarbeiter_required", "EmployeeRequiredMixin"): {Role.ADMIN, Role.EMPLOYEE},
    ("not_teilnehmer_required", "NotParticipantRequiredMixin"): set(Role) - {Role.PARTICIPANT},
    ("teilnehmer_required", "ParticipantRequiredMixin"): {Role.PARTICIPANT},
}
GUARDS = [(names[0], allowed) for names, allowed in ALLOWED.items()] + [
    (names[1], allowed) for names, allowed in ALLOWED.items() if names[1]
]


def guarded(name):
    """A view behind the decorator or the mixin of that name."""
    guard = getattr(decorators, name)
    if isinstance(guard, type):
        page = type("Page", (guard, View), {"get": lambda self, request: HttpResponse("da")})
        return page.as_view()
    return guard(lambda request: HttpResponse("da"))


def answer(view, user):
    request = RequestFactory().get("/seite")
    request.user = user
    return view(request)


@pytest.mark.parametrize(("name", "allowed"), GUARDS)
def test_a_guard_lets_its_roles_in(name, allowed):
    found = set()
    for role in Role:
        try:
            assert answer(guarded(name), User(role=role)).content == b"da"
        except PermissionDenied:
            continue
        found.add(role)

    assert found == allowed


@pytest.mark.parametrize(("name", "allowed"), GUARDS)
def test_a_guard_asks_who_is_nobody_to_sign_in(name, allowed):
    response = answer(guarded(name), AnonymousUser())

    assert (response.status_code, response.url) == (302, "/auth/login?next=/seite")


def test_the_specification_s_decorators_are_all_there():
    assert {name for name in decorators.__all__ if name.endswith("_required")} == {
        names[0] for names in ALLOWED
    }
