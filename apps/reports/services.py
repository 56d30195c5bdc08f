"""Keeping reports for oneself. Nothing of the house changes, so nothing is recorded."""

from datetime import datetime
from typing import Any

from bson import ObjectId
from django.db import IntegrityError
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.core import clock
from apps.core.db import atomic
from apps.core.errors import InvalidInput, NotPermitted
from apps.core.registry import registry
from apps.reports.models import LONGEST_QUERY, SavedReport
from apps.reports.queries import may_see
from apps.reports.rules import turn_of

MOST = 50  # of one person
NOT_KEPT = ("page", "format", "csrfmiddlewaretoken", "name", "rhythm")


def save_report(
    *, report: str, name: str, query: str, rhythm: str, actor: Any, now: datetime
) -> SavedReport:
    """Keep the report with its filters and order under a name; the first mail comes with the next turn.

    :raises InvalidInput: the name is taken, there are too many, or the filters are too long.
    :raises NotPermitted: the person may not see the report.
    """
    if report not in registry.reports or not may_see(actor, registry.reports[report]):
        raise NotPermitted
    kept = _kept(query)
    if len(kept) > LONGEST_QUERY:
        raise InvalidInput({"query": [_("There are too many filters to be saved.")]})
    try:
        return _store(report, name, kept, rhythm, actor, now)
    except IntegrityError as error:
        raise _name_is_taken() from error


def change_saved(
    *, saved_id: ObjectId, name: str, rhythm: str, actor: Any, now: datetime
) -> SavedReport:
    """Give it another name, or let it come at other times.

    :raises InvalidInput: the name is taken.
    """
    try:
        return _change(saved_id, name, rhythm, actor, now)
    except IntegrityError as error:
        raise _name_is_taken() from error


@atomic
def delete_saved(*, saved_id: ObjectId, actor: Any) -> None:
    """Forget a saved report and its mails to come."""
    SavedReport.objects.filter(pk=saved_id, user=actor).delete()


@atomic
def _store(
    report: str, name: str, query: str, rhythm: str, actor: Any, now: datetime
) -> SavedReport:
    if SavedReport.objects.filter(user=actor).count() >= MOST:
        raise InvalidInput({"name": [_("You have saved too many reports. Please delete one.")]})
    saved = SavedReport(user=actor, report=report, name=name, query=query, rhythm=rhythm)
    saved.last_turn = turn_of(rhythm, clock.local_date(now))
    saved.stamp(now)
    saved.save()
    return saved


@atomic
def _change(saved_id: ObjectId, name: str, rhythm: str, actor: Any, now: datetime) -> SavedReport:
    saved: SavedReport = SavedReport.objects.get(pk=saved_id, user=actor)
    if saved.rhythm != rhythm:
        saved.last_turn = turn_of(rhythm, clock.local_date(now))
    saved.name, saved.rhythm = name, rhythm
    saved.stamp(now)
    saved.save()
    return saved


def _kept(query: str) -> str:
    params = QueryDict(query, mutable=True)
    for name in NOT_KEPT:
        params.pop(name, None)
    return params.urlencode()


def _name_is_taken() -> InvalidInput:
    text = _("You have saved a report under this name already.")
    return InvalidInput({"name": [text]}, message=text)
