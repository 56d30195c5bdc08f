"""Who somebody is. What they may do, the user answers from the table of roles."""

from typing import Any

from axes.backends import AxesStandaloneBackend
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from apps.accounts.models import User
from apps.core import clock
from apps.core.mongodb import direct
from apps.core.proxies import is_on_this_machine


class RoleBackend(AxesStandaloneBackend, BaseBackend):
    """Signs in by username and password; an account that is closed or expired does not exist for it."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None
    ) -> User | None:
        if not username or password is None:
            return None
        if request is not None:
            self._refuse_the_locked(request, username, password)
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist:
            User().set_password(
                password
            )  # takes as long as a wrong password, so names cannot be probed
            return None
        is_right = user.check_password(password) and user.is_usable(clock.now())
        return user if is_right and _may_come_from(request, user) else None

    def _refuse_the_locked(self, request: HttpRequest, username: str, password: str) -> None:
        """
        :raises PermissionDenied: too many wrong passwords; nothing is looked up.
        """
        super().authenticate(request, username=username, password=password)

    def get_user(self, user_id: Any) -> User | None:
        """Asked with each request: what closed an account ends its sessions with the next click."""
        user = direct.read(User, {"pk": user_id})
        return user if user and user.is_usable(clock.now()) else None


def _may_come_from(request: HttpRequest | None, user: User) -> bool:
    """A password that everybody can read about opens the account for who sits at this machine alone."""
    if not user.has_default_password:
        return True
    return request is not None and is_on_this_machine(request)
