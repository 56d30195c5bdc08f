"""Filters that lending adds to the back office's lists of tools and people: by who has what."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.admin import Condition, ConditionFilter
from apps.lending.models import Lending


class OverdueToolFilter(ConditionFilter):
    """Tools that should be back."""

    title = _("Return")
    parameter_name = "return"

    def conditions(self) -> dict[str, Condition]:
        return {
            "overdue": (_("overdue"), lambda tools: tools.filter(pk__in=_ids("tool", overdue=True)))
        }


class HoldsToolsFilter(ConditionFilter):
    """People who have tools at the moment."""

    title = _("Borrowed tools")
    parameter_name = "holds"

    def conditions(self) -> dict[str, Condition]:
        return {
            "some": (_("has some"), lambda people: people.filter(pk__in=_ids("worker"))),
            "overdue": (
                _("has overdue ones"),
                lambda people: people.filter(pk__in=_ids("worker", overdue=True)),
            ),
        }


def _ids(kind: str, *, overdue: bool = False) -> set[Any]:
    """The tools or people of open lendings, as a list: a subquery would be slow on MongoDB."""
    lendings = Lending.objects.overdue(clock.now()) if overdue else Lending.objects.open()
    return set(lendings.values_list(kind, flat=True))
