"""The specification's decorators for views: who may come in. The mixins of the same name are for class-based views."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from apps.accounts.models import User

__all__ = [
    "AdminRequiredMixin",
    "EmployeeRequiredMixin",
    "NotParticipantRequiredMixin",
    "ParticipantRequiredMixin",
    "admin_required",
    "login_required",
    "mitarbeiter_required",
    "not_teilnehmer_required",
    "teilnehmer_required",
    "unattended",
]

View = Callable[..., HttpResponse]


def _is_admin(user: User) -> bool:
    return user.is_admin


def _is_employee(user: User) -> bool:
    return user.is_employee


def _is_participant(user: User) -> bool:
    return user.is_participant


def _is_not_participant(user: User) -> bool:
    return not user.is_participant


def _required(passes: Callable[[User], bool]) -> Callable[[View], View]:
    """Sign in first; then 403 unless the person passes."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not passes(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(checked)

    return decorate


admin_required = _required(_is_admin)
mitarbeiter_required = _required(_is_employee)
not_teilnehmer_required = _required(_is_not_participant)
teilnehmer_required = _required(_is_participant)


def unattended(view: View) -> View:
    """A page asks this by itself: it does not count as activity of the person and keeps no session alive."""

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.is_unattended = True  # type: ignore[attr-defined]  # for InactivityMiddleware
        return view(request, *args, **kwargs)

    return marked


class _RoleRequiredMixin(AccessMixin):
    @staticmethod
    def passes(user: User) -> bool:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not self.passes(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AdminRequiredMixin(_RoleRequiredMixin):
    passes = staticmethod(_is_admin)


class EmployeeRequiredMixin(_RoleRequiredMixin):
    passes = staticmethod(_is_employee)


class NotParticipantRequiredMixin(_RoleRequiredMixin):
    passes = staticmethod(_is_not_participant)


class ParticipantRequiredMixin(_RoleRequiredMixin):
    passes = staticmethod(_is_participant)
