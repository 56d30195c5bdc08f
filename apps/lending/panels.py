"""What lending shows on the pages of tools and people: who has what, and who had it before."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.menu import is_back_office
from apps.core.registry import Panel
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending
from apps.lending.queries import with_state
from apps.tools.models import Tool
from apps.workers.models import Worker

SHOWN = 5
TEMPLATE = "panels/lendings.html"
PERMISSION = "lending.view_lending"


def tool_lendings(tool: Tool, request: HttpRequest) -> Panel | None:
    """Who has the tool and who had it, newest first."""
    lendings = Lending.objects.filter(tool=tool).order_by("-lent_at")
    return _panel(_("Lendings"), lendings, "worker", _list_url(request, "tool", tool))


def worker_holdings(worker: Worker, request: HttpRequest) -> Panel | None:
    """What the person holds, most urgent first."""
    lendings = Lending.objects.open().filter(worker=worker).order_by("due_date", "pk")
    url = _list_url(request, "worker", worker, LendingStatus.ACTIVE)
    known = getattr(worker, "open_count", None)  # where the page has counted already
    return _panel(_("Borrowed at the moment"), lendings, "tool", url, count=known)


def worker_past(worker: Worker, request: HttpRequest) -> Panel | None:
    """What the person has brought back, newest first."""
    lendings = Lending.objects.filter(worker=worker, is_open=False).order_by("-lent_at")
    url = _list_url(request, "worker", worker, LendingStatus.RETURNED)
    return _panel(_("Returned lendings"), lendings, "tool", url)


def _panel(
    title: Any, lendings: QuerySet, other: str, url: str, *, count: int | None = None
) -> Panel | None:
    """The first few lendings, naming the one on the other side; behind the address are all."""
    count = lendings.count() if count is None else count
    if not count:
        return None
    context = {"lendings": with_state(lendings[:SHOWN], clock.now()), "other": other}
    return Panel(title, TEMPLATE, context, PERMISSION, max(0, count - SHOWN), url)


def _list_url(request: HttpRequest, kind: str, thing: Tool | Worker, status: str = "") -> str:
    """The list of exactly these lendings: that of the back office, or the one for everybody."""
    if is_back_office(request):
        page, query = "admin:lending_lending_changelist", {f"{kind}__id__exact": thing.pk}
        query |= {"state": status} if status else {}
    else:
        page, query = "lending:list", {f"{kind}_barcode": thing.barcode}
        query |= {"status": status} if status else {}
    return f"{reverse(page)}?{urlencode(query)}"
