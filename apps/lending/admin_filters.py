"""Filters that lending adds to the back office's lists of tools and people: by who has what."""

from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.admin import Condition, ConditionFilter
from apps.lending.queries import ids_of_open


class OverdueToolFilter(ConditionFilter):
    """Tools that should be back."""

    title = _("Return")
    parameter_name = "return"

    def conditions(self) -> dict[str, Condition]:
        return {
            "overdue": (
                _("overdue"),
                lambda tools: tools.filter(pk__in=ids_of_open("tool", late_at=clock.now())),
            )
        }


class HoldsToolsFilter(ConditionFilter):
    """People who have tools at the moment."""

    title = _("Borrowed tools")
    parameter_name = "holds"

    def conditions(self) -> dict[str, Condition]:
        return {
            "some": (_("has some"), lambda people: people.filter(pk__in=ids_of_open("worker"))),
            "overdue": (
                _("has overdue ones"),
                lambda people: people.filter(pk__in=ids_of_open("worker", late_at=clock.now())),
            ),
        }
