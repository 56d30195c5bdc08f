from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType, Schedule, SettingsAction, registry


class NotificationsConfig(AppConfig):
    name = "apps.notifications"
    verbose_name = _("Notifications")

    def ready(self):
        from apps.notifications import queries
        from apps.notifications.diagnosis import TEST_MAIL

        registry.add_events(
            EventType(
                "notifications.notice_created",
                _("%(actor)s posted the notice %(notice)s."),
                "bell",
            ),
            EventType(
                "notifications.notice_changed",
                _("%(actor)s changed the notice %(notice)s."),
                "pencil",
            ),
            EventType(
                "notifications.notice_deleted",
                _("%(actor)s deleted the notice %(notice)s."),
                "trash-2",
            ),
        )
        registry.add_job_label(TEST_MAIL, _("Test mail"))
        registry.add_settings_action(
            SettingsAction(
                _("Send a test mail"),
                "notifications:test_mail",
                _("It goes to your own address; you see step by step what works."),
            )
        )
        registry.add_problem_source(queries.problems)
        registry.add_schedule(
            Schedule("notifications.deliver", _("Send waiting mail"), every_minutes=1)
        )
        registry.add_schedule(
            Schedule("notifications.send_digests", _("Send daily summaries"), every_minutes=10)
        )
        registry.add_schedule(
            Schedule("notifications.forget_old", _("Delete old mails and notifications"), at_hour=3)
        )
