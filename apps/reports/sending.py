"""Saved reports by mail: each once a turn, to the person who saved it, while he may see it."""

from datetime import datetime
from typing import Any

from bson import ObjectId
from django.utils.translation import gettext as _

from apps.core import clock
from apps.core.db import atomic
from apps.core.registry import Report
from apps.core.reporting import Answer, Row
from apps.notifications.services import notify
from apps.reports.enums import Rhythm
from apps.reports.models import SavedReport
from apps.reports.notification_types import SAVED
from apps.reports.queries import form_of, may_see
from apps.reports.rules import turn_of

LISTED = 20  # rows in the mail; the page has all


def send_saved_reports(now: datetime) -> int:
    """Put a mail into the outbox for each report whose turn has begun; returns how many were sent."""
    today = clock.local_date(now)
    regular = SavedReport.objects.exclude(rhythm=Rhythm.NEVER).order_by("pk")
    waiting = [
        (pk, turn)
        for pk, rhythm, last_turn in regular.values_list("pk", "rhythm", "last_turn")
        if (turn := turn_of(rhythm, today)) != last_turn
    ]
    return sum(_send(pk, turn, now) for pk, turn in waiting)


def _send(saved_id: ObjectId, turn: str, now: datetime) -> bool:
    """What it says is computed before the transaction, in which MongoDB refuses some of it."""
    saved = SavedReport.objects.select_related("user").get(pk=saved_id)
    report = saved.definition
    if report is None or not saved.user.is_active or not may_see(saved.user, report):
        return False
    return _store(saved, turn, content_of(saved, report, now), now)


@atomic
def _store(saved: SavedReport, turn: str, content: dict[str, Any], now: datetime) -> bool:
    """Claiming the turn first makes sure that nobody else sends it."""
    waiting = SavedReport.objects.filter(pk=saved.pk).exclude(last_turn=turn)
    if not waiting.update(last_turn=turn):
        return False
    notify(
        SAVED.code,
        saved,
        key=f"report:{saved.pk}:{turn}",
        actor=None,
        now=now,
        url=saved.url,
        name=saved.name,
        summary=content["summary"],
        mail=content,
    )
    return True


def content_of(saved: SavedReport, report: Report, now: datetime) -> dict[str, Any]:
    """What the mail says; filters that no longer make sense are told instead."""
    form = form_of(report, saved.params, now)
    empty = {"title": str(report.title), "filters": [], "figures": [], "heads": [], "rows": []}
    if not form.is_valid():
        problem = _("Its filters no longer fit. Please open it and choose them anew.")
        return {**empty, "summary": problem, "problem": problem, "more": 0}
    answer = report.run(form.cleaned_data, saved.user, now)
    return {**empty, "filters": form.in_words, "problem": "", **_table(report, answer, saved)}


def _table(report: Report, answer: Answer, saved: SavedReport) -> dict[str, Any]:
    part = answer.rows.part(_sort_of(report, saved), 0, LISTED)
    figures = answer.figures(part.totals)
    return {
        "summary": ", ".join(f"{each.label} {each.text}" for each in figures[:2]),
        "figures": [{"label": str(each.label), "text": each.text} for each in figures],
        "heads": [str(column.label) for column in report.columns],
        "rows": [_words(report, row) for row in part.rows],
        "more": part.count - len(part.rows),
    }


def _sort_of(report: Report, saved: SavedReport) -> str:
    asked = saved.params.get("sort", "")
    sortable = {column.key for column in report.columns if column.is_sortable}
    return asked if asked.removeprefix("-") in sortable else report.sort


def _words(report: Report, row: Row) -> list[str]:
    return [column.kind.in_words(row.get(column.key)) for column in report.columns]
