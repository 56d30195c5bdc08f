"""Writes the lendings of the demo, many tools in one transaction."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Max

from apps.core.db import atomic, serialize
from apps.core.mongodb import direct
from apps.lending.models import Lending
from apps.setup.demo import bulk, plan
from apps.setup.demo.history import People, Period, ToolHistory, events_of
from apps.setup.demo.patience import patient
from apps.setup.demo.progress import Progress
from apps.setup.demo.things import House
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.workers.models import Worker

BATCH = 500  # lendings, and at most as many tools, in one transaction

Quotas = dict[str, int]  # how many lendings each tool shall have, by barcode


def add_lendings(house: House, people: People, tools: int, progress: Progress) -> None:
    """Add lendings of the first so many tools until there are as many as the progress counts to."""
    progress.add(min(progress.total, Lending.objects.count()))
    for quotas in _batches(house, tools, progress.total):
        if progress.count == progress.total:
            break
        missing = progress.total - progress.count
        progress.add(_add_histories(house, people, quotas, missing))
    progress.finish()
    _note_last_lendings()


def _batches(house: House, tools: int, lendings: int) -> Iterator[Quotas]:
    batch: Quotas = {}
    for number, quota in plan.quotas(house.seed, _lendable(house, tools), lendings):
        if batch and (len(batch) == BATCH or sum(batch.values()) + quota > BATCH):
            yield batch
            batch = {}
        batch[plan.tool_barcode(number)] = quota
    yield batch


def _lendable(house: House, tools: int) -> list[int]:
    """The numbers of the tools that were there before today; today somebody may be adding and lending."""
    old = Tool.objects.alive().filter(created_at__lt=house.today)
    numbers = map(plan.tool_number, old.values_list("barcode", flat=True))
    return sorted(number for number in numbers if number and number <= tools)


@patient
@atomic
def _add_histories(house: House, people: People, quotas: Quotas, missing: int) -> int:
    """Give each tool the lendings that it has not yet; returns how many were added."""
    serialize("seed-demo-lendings")
    tools = Tool.objects.alive().filter(barcode__in=list(quotas)).order_by("barcode")
    tools = list(tools.only("barcode", "name", "status", "created_at", "updated_at"))
    taken = _periods(tools)
    new: list[Lending] = []
    for tool in tools:
        periods = taken.get(tool.pk, [])
        count = min(quotas[tool.barcode] - len(periods), missing - len(new))
        if count > 0:
            new += ToolHistory(house, people, tool).lendings(count, periods)
    _insert(new)
    return len(new)


def _periods(tools: Iterable[Tool]) -> dict[Any, list[Period]]:
    """When the tools were out before, by tool."""
    periods: dict[Any, list[Period]] = {}
    known = Lending.objects.filter(tool__in=[tool.pk for tool in tools])
    for tool_id, lent_at, returned_at in known.values_list("tool", "lent_at", "returned_at"):
        periods.setdefault(tool_id, []).append((lent_at, returned_at))
    return periods


def _insert(lendings: list[Lending]) -> None:
    bulk.insert(lendings)
    bulk.insert([event for lending in lendings for event in events_of(lending)])
    for lending in lendings:
        if lending.is_open:
            Tool.objects.move(
                lending.tool_id,
                to=ToolStatus.LENT,
                only_from=ToolStatus.AVAILABLE,
                now=lending.lent_at,
            )


def _note_last_lendings() -> None:
    """When each person borrowed last and each tool went out last, as lending would have noted it."""
    for model, field in ((Worker, "worker"), (Tool, "tool")):
        noted = dict(model.objects.values_list("pk", "last_lent_at"))
        newer = {
            pk: {"last_lent_at": lent_at}
            for pk, lent_at in Lending.objects.values_list(field).annotate(Max("lent_at"))
            if noted[pk] is None or noted[pk] < lent_at
        }
        direct.change_many(model, newer)
