from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType, registry


class SetupConfig(AppConfig):
    name = "apps.setup"
    verbose_name = _("Setup")

    def ready(self):
        from apps.setup.queries import DEMO_DATA, landing_for
        from apps.setup.steps import STEPS

        registry.add_events(
            EventType("setup.finished", _("%(actor)s finished the setup."), "flag"),
        )
        registry.add_job_label(DEMO_DATA, _("Demo data"))
        registry.add_landing(landing_for)
        for step in STEPS:
            registry.add_setup_step(step)
