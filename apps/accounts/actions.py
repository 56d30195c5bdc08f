"""What admins do with accounts, on their pages and in their list. Each action calls its service."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.accounts import services
from apps.accounts.models import User
from apps.core.registry import AdminAction

CHANGE = "accounts.change_user"


def deactivate(user: User, values: dict[str, Any], **by: Any) -> str:
    services.change_user(user.pk, {"is_active": False}, **by)
    return _("%(user)s is deactivated and signed out.") % {"user": user}


def reactivate(user: User, values: dict[str, Any], **by: Any) -> str:
    services.change_user(user.pk, {"is_active": True}, **by)
    return _("%(user)s may sign in again.") % {"user": user}


def end_sessions(user: User, values: dict[str, Any], **by: Any) -> str:
    services.end_sessions(user.pk, **by)
    return _("%(user)s is signed out everywhere.") % {"user": user}


def unlock(user: User, values: dict[str, Any], **by: Any) -> str:
    services.unlock_user(user.pk, **by)
    return _("%(user)s may try again.") % {"user": user}


USER_ACTIONS = (
    AdminAction(
        code="deactivate",
        label=_("Deactivate"),
        icon="person_off",
        permission=CHANGE,
        run=deactivate,
        done=ngettext_lazy(
            "%(count)d account deactivated.", "%(count)d accounts deactivated.", "count"
        ),
        is_possible=lambda user: user.is_active,
    ),
    AdminAction(
        code="reactivate",
        label=_("Reactivate"),
        icon="person_check",
        permission=CHANGE,
        run=reactivate,
        done=ngettext_lazy(
            "%(count)d account reactivated.", "%(count)d accounts reactivated.", "count"
        ),
        is_possible=lambda user: not user.is_active,
    ),
    AdminAction(
        code="end-sessions",
        label=_("Sign out everywhere"),
        icon="logout",
        permission=CHANGE,
        run=end_sessions,
        done=ngettext_lazy(
            "%(count)d person signed out everywhere.",
            "%(count)d people signed out everywhere.",
            "count",
        ),
    ),
    AdminAction(
        code="unlock",
        label=_("Unlock"),
        icon="lock_open",
        permission=CHANGE,
        run=unlock,
        done=ngettext_lazy("%(count)d account unlocked.", "%(count)d accounts unlocked.", "count"),
        is_possible=lambda user: user.is_locked,
    ),
)
