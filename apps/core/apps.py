from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import Schedule, registry


class CoreConfig(AppConfig):
    name = "apps.core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from apps.core import (
            authority,
            checks,  # noqa: F401 they register themselves
            logs,
            schedules,
            search_refresh,
        )
        from apps.core.exports import downloads
        from apps.core.tables import imports

        logs.connect()
        registry.add_problem_source(schedules.problems)
        registry.add_problem_source(authority.problems)
        registry.add_health_check("schedules", schedules.check)

        registry.add_job_label(downloads.EXPORT, _("Export"))
        registry.add_job_label(imports.CHECK, _("Check an import"))
        registry.add_job_label(imports.APPLY, _("Import"))
        registry.add_job_label(search_refresh.REFRESH, _("Bring the search up to date"))
        registry.add_schedule(
            Schedule("core.clear_expired", _("Clear expired sessions and operations"), at_hour=3)
        )
        registry.add_schedule(
            Schedule("core.sweep_jobs", _("Restart background work that was lost"), every_minutes=1)
        )
