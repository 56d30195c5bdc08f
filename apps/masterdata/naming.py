"""Master data by name, as files write references."""

from collections.abc import Callable
from typing import Any

from bson import ObjectId

from apps.core.tables.cells import ByName
from apps.core.tables.plans import Plan
from apps.masterdata.models import Location, Named
from apps.masterdata.services import save_named


def by_name(model: type[Named], plan: Plan, *, makes_missing: bool) -> ByName:
    """The cell of a reference; what is missing is planned too, if that is wanted."""
    things = {thing.sort_name: thing for thing in model._default_manager.all()}
    return ByName(things, _maker(model, plan) if makes_missing else None)


def save_made(plan: Plan, **by: Any) -> None:
    """Create what is missing; the rows that refer to it come after this."""
    for item in plan.made:
        save_named(item, **by)


def _maker(model: type[Named], plan: Plan) -> Callable[[str], Named]:
    def make(name: str) -> Named:
        item = model(pk=ObjectId(), name=name)
        item.clean()
        if isinstance(item, Location):
            item.path = name  # how the audit will call it
        item.clean_fields(exclude=["created_at", "updated_at"])
        plan.made.append(item)
        return item

    return make
