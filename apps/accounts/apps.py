from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType, Reference, Schedule, registry


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from apps.accounts import (
            checks,  # noqa: F401 they register themselves
            lockout,
            queries,
            sessions,
            sign_in_log,
            tables,
        )
        from apps.accounts.actions import USER_ACTIONS
        from apps.accounts.models import User
        from apps.core.tables.columns import offer

        sign_in_log.connect()
        sessions.connect()
        offer(tables.UserTable())
        registry.add_events(
            EventType(
                "accounts.user_created", _("%(actor)s created the account %(user)s."), "user-plus"
            ),
            EventType(
                "accounts.user_changed", _("%(actor)s changed the account %(user)s."), "pencil"
            ),
            EventType(
                "accounts.link_made",
                _("%(actor)s made a link with which %(user)s chooses a password."),
                "key-round",
            ),
            EventType("accounts.unlocked", _("%(actor)s unlocked %(user)s."), "lock-open"),
            EventType(
                "accounts.sessions_ended",
                _("%(actor)s signed %(user)s out everywhere."),
                "log-out",
            ),
            EventType(
                "accounts.password_set", _("%(actor)s set a password for %(user)s."), "key-round"
            ),
        )
        registry.add_schedule(
            Schedule("accounts.forget_old", _("Forget old sign-ins"), at_hour=3, at_minute=20)
        )
        registry.add_job_label("accounts.send_reset_links", _("Mail for a forgotten password"))
        registry.add_row_extra("accounts.user", lockout.add_locks)
        registry.add_admin_actions("accounts.user", *USER_ACTIONS)
        registry.add_reference(
            "masterdata.department",
            Reference(User, "department", queries.accounts_in_words, queries.list_of_accounts_in),
        )
