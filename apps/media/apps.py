from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType, Schedule, registry
from apps.core.registry.things import EVERY_MODEL


class MediaConfig(AppConfig):
    name = "apps.media"
    verbose_name = _("Files")

    def ready(self):
        from apps.media import checks, consistency, gallery, queries  # noqa: F401 checks register themselves
        from apps.media.services import cleaning

        registry.add_events(
            EventType("media.added", _("%(actor)s added the file %(file)s to %(owner)s."), "plus"),
            EventType(
                "media.removed", _("%(actor)s removed the file %(file)s from %(owner)s."), "trash-2"
            ),
            EventType(
                "media.restored",
                _("%(actor)s brought the file %(file)s back to %(owner)s."),
                "rotate-ccw",
            ),
            EventType(
                "media.moved",
                _("%(actor)s moved the file %(file)s from %(owner)s to %(target)s."),
                "arrow-left-right",
            ),
            EventType(
                "media.preview_set",
                _("%(actor)s chose %(file)s as the picture of %(owner)s."),
                "image",
            ),
        )
        registry.add_row_extra(EVERY_MODEL, queries.show_on_rows)
        registry.add_panel(EVERY_MODEL, gallery.panel)
        registry.add_erase_hook(cleaning.forget_owner)
        registry.add_consistency_check("media", consistency.contradictions)
        registry.add_job_label("media.make_thumbnail", _("Make a small picture"))
        registry.add_job_label("media.delete_loose_files", _("Delete files that nobody needs"))
        registry.add_schedule(
            Schedule("media.purge", _("Delete removed files for good"), at_hour=2, at_minute=40)
        )
