"""Questions about lendings."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from bson import ObjectId
from django.db.models import Case, Count, Min, Sum, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.mongodb import direct
from apps.core.registry import ExitItem
from apps.core.scans import resolve_all
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending
from apps.lending.rules import days_overdue
from apps.sitesettings.queries import current
from apps.sitesettings.rules import due_date_after
from apps.tools.models import Tool
from apps.tools.queries import no_tool_with, tools_in_words
from apps.workers.models import Worker
from apps.workers.queries import no_worker_with

PAST_SHOWN = 20  # lendings that are over, on the page of a person
COPIED_FIELDS = ("tool_barcode", "tool_name", "worker_barcode", "worker_name", "search_terms")


def with_state(lendings: Iterable[Lending], now: datetime) -> list[Lending]:
    """The lendings as lists show them: each with ``state`` (tone, icon, label), ``is_overdue`` and ``overdue_days``."""
    rows = list(lendings)
    for lending in rows:
        lending.state = lending.status_at(now)
        lending.is_overdue = lending.state == LendingStatus.OVERDUE
        lending.overdue_days = lending.overdue_days_at(now)
    return rows


def longest_overdue(limit: int, now: datetime) -> list[Lending]:
    """What should be back longest, each with its person."""
    overdue = Lending.objects.overdue(now).select_related("worker").order_by("due_date", "pk")
    return with_state(overdue[:limit], now)


def add_holders(tools: list[Tool], now: datetime) -> None:
    """Set ``open_lending`` (or None) on the tools of one list page, with one query."""
    lendings = Lending.objects.open().filter(tool__in=[tool.pk for tool in tools])
    by_tool = {
        lending.tool_id: lending for lending in with_state(lendings.select_related("lent_by"), now)
    }
    for tool in tools:
        tool.open_lending = by_tool.get(tool.pk)


def add_open_lendings(workers: list[Worker], now: datetime) -> None:
    """Set ``open_lendings`` (most urgent first) on people, with one query."""
    lendings = Lending.objects.open().filter(worker__in=[worker.pk for worker in workers])
    by_worker: dict[Any, list[Lending]] = {}
    rows = lendings.select_related("lent_by").order_by("due_date", "pk")
    for lending in with_state(rows, now):
        by_worker.setdefault(lending.worker_id, []).append(lending)
    for worker in workers:
        worker.open_lendings = by_worker.get(worker.pk, [])


def add_loads(workers: list[Worker], now: datetime) -> None:
    """Set ``open_count``, ``overdue_count`` and ``overdue_days`` on the people of one list page.

    The database counts: a page of two hundred people may hold thousands of tools.
    """
    lendings = Lending.objects.open().filter(worker__in=[worker.pk for worker in workers])
    is_late = Case(When(due_date__lt=now, then=1), default=0)
    rows = lendings.values("worker").annotate(
        open=Count("pk"), overdue=Sum(is_late), first=Min("due_date")
    )
    by_worker = {row["worker"]: row for row in rows}
    for worker in workers:
        row = by_worker.get(worker.pk)
        worker.open_count = row["open"] if row else 0
        worker.overdue_count = row["overdue"] if row else 0
        worker.overdue_days = days_overdue(row["first"], now) if row else 0


def add_lendings_of_person(worker: Worker, now: datetime) -> None:
    """Set all ``open_lendings`` (most urgent first) and the newest ``past_lendings`` of one person."""
    add_open_lendings([worker], now)
    past = Lending.objects.filter(worker=worker, is_open=False).order_by("-lent_at")
    worker.past_lendings = with_state(past[:PAST_SHOWN], now)


def people_with_lendings(value: str, now: datetime) -> list[Any]:
    """The ids of the people who have tools ("open"), or have some for too long ("overdue")."""
    return ids_of_open("worker", late_at=now if value == "overdue" else None)


def ids_of_open(kind: str, *, late_at: datetime | None = None) -> list[ObjectId]:
    """The tools or people of open lendings, each once, in one answer: a cursor would fetch many in portions.

    :param kind: ``tool`` or ``worker``.
    :param late_at: only of those that should have been back then.
    """
    below = {} if late_at is None else {"due_date": late_at}
    return direct.distinct(Lending, kind, {"is_open": True}, below)


def tools_to_return(worker: Worker, now: datetime) -> Iterator[ExitItem]:
    """The tools that a person must bring back before leaving."""
    for lending in Lending.objects.open().filter(worker=worker).order_by("due_date", "pk"):
        yield ExitItem(
            words=tools_in_words,
            name=lending.tool_name,
            barcode=lending.tool_barcode,
            since=lending.lent_at,
            due_date=lending.due_date,
            overdue_days=lending.overdue_days_at(now),
        )


def tool_holder(tool_id: Any, now: datetime) -> dict[str, Any]:
    """What a scan of a tool shows of its lending."""
    lending = Lending.objects.open().filter(tool=tool_id).first()
    if lending is None:
        return {"lent_to": None, "lent_at": None, "due_date": None, "overdue_days": 0}
    return {
        "lent_to": {"barcode": lending.worker_barcode, "name": lending.worker_name},
        "lent_at": lending.lent_at.isoformat(),
        "due_date": lending.due_date.isoformat(),
        "overdue_days": lending.overdue_days_at(now),
    }


def worker_load(worker_id: Any, now: datetime) -> dict[str, Any]:
    """How much a scanned person holds, and how late."""
    due_dates = list(
        Lending.objects.open()
        .filter(worker=worker_id)
        .order_by("due_date")
        .values_list("due_date", flat=True)
    )
    return {
        "open_count": len(due_dates),
        "overdue_count": sum(due < now for due in due_dates),
        "overdue_days": days_overdue(due_dates[0], now) if due_dates else 0,
    }


def uses_of_tool(tool: Tool) -> list[str]:
    """Why a tool cannot be deleted."""
    lending = Lending.objects.open().filter(tool=tool).first()
    if lending is None:
        return []
    return [str(_("It is lent to %(worker)s.") % {"worker": lending.worker_name})]


def uses_of_worker(worker: Worker) -> list[str]:
    """Why a person cannot be deleted."""
    count = Lending.objects.open().filter(worker=worker).count()
    if not count:
        return []
    return [
        ngettext("%(count)d tool is still out.", "%(count)d tools are still out.", count)
        % {"count": count}
    ]


def lendings_in_words(count: int) -> str:
    """So many lendings tell of a tool or a person."""
    return ngettext("%(count)d lending", "%(count)d lendings", count) % {"count": count}


def carry_over_names(source: Tool | Worker) -> None:
    """Write a changed name or barcode into all lendings of a tool or person.

    One update for each of those on the other side: a popular tool has thousands of lendings.
    """
    own, other = ("tool", "worker") if isinstance(source, Tool) else ("worker", "tool")
    lendings = Lending.objects.filter(**{own: source})
    counterparts = (Worker if own == "tool" else Tool).objects
    for counterpart in counterparts.filter(pk__in=set(lendings.values_list(other, flat=True))):
        names = Lending(**{own: source, other: counterpart})
        names.copy_names()
        lendings.filter(**{other: counterpart}).update(
            **{field: getattr(names, field) for field in COPIED_FIELDS}
        )


def those_with_lendings(sources: list[Any]) -> list[Any]:
    """Those of many tools, or of many people, whose names stand in lendings."""
    own = "tool" if isinstance(sources[0], Tool) else "worker"
    lendings = Lending.objects.filter(**{f"{own}__in": [source.pk for source in sources]})
    known = set(lendings.values_list(f"{own}_id", flat=True).distinct())
    return [source for source in sources if source.pk in known]


def parties(tool_barcode: str, worker_barcode: str) -> tuple[ObjectId, ObjectId]:
    """The ids of the tool and the person with these barcodes, with one indexed read.

    :raises ToolNotFound: or :class:`WorkerNotFound`: the barcode is malformed, unknown, or of something else.
    """
    tool, worker = resolve_all(tool_barcode, worker_barcode)
    if tool is None or tool.kind != Tool.barcode_kind:
        raise no_tool_with(tool_barcode)
    if worker is None or worker.kind != Worker.barcode_kind:
        raise no_worker_with(worker_barcode)
    return tool.object_id, worker.object_id


def default_due_date(now: datetime) -> datetime:
    """When a tool is due that goes out now and nobody names a date: after the house's period, on an open day."""
    settings = current()
    return due_date_after(settings.lending_days, settings.calendar, now)
