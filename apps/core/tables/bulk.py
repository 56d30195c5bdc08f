"""Many things with barcodes saved in one short transaction.

The services save one thing at a time, with ten commands; ten thousand of those would outlive any transaction. So what
an import does is checked by the rules of the services beforehand, and here written with a few large commands that say
the same: the things, their barcodes, the events.
"""

import itertools
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from bson import ObjectId
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.core.barcodes import normalize
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode
from apps.core.models import Barcode
from apps.core.mongodb import direct
from apps.core.references import hold_all
from apps.core.registry import registry
from apps.core.tables.plans import Plan, PlannedRow, Problem, Writes

AT_ONCE = 1000
MOST_RENAMED = 500


class Outdated(DomainError):
    """Something has changed since the preview."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("The data has changed since the preview. Nothing was imported; please look again.")


def in_portions(things: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(things)
    while portion := list(itertools.islice(iterator, AT_ONCE)):
        yield portion


def matches_of(things: Any, kind: str, codes: Iterable[str]) -> dict[str, Any]:
    """What carries the codes, by the code as it is compared: a thing, or a sentence where it is of another kind.

    :param things: the queryset that loads them.
    """
    found: dict[str, Any] = {}
    ids: dict[str, str] = {}
    for portion in in_portions({normalize(code) for code in codes if code}):
        for entry in Barcode.objects.filter(code__in=portion):
            if entry.kind == kind:
                ids[entry.object_id] = entry.code
            else:
                label = registry.barcode_kinds[entry.kind].label
                found[entry.code] = _("This barcode belongs to something else: %(kind)s.") % {
                    "kind": label
                }
    for portion in in_portions(ids):
        for thing in things.filter(pk__in=[ObjectId(key) for key in portion]):
            found[ids[str(thing.pk)]] = thing
    return found


def check_renamed(plan: Plan, names: Iterable[str]) -> None:
    """Refuse to rename more things than one transaction can carry over into their lendings."""
    renamed = _renamed(plan, set(names))
    if len(renamed) > MOST_RENAMED:
        text = _("A file can rename at most 500 things that have been lent before.")
        plan.problems.append(Problem(plan.rows[0].number, "", str(text)))


def carry_names(plan: Plan, names: Iterable[str]) -> None:
    """Let changed names and barcodes reach their copies."""
    for obj in _renamed(plan, set(names)):
        registry.renamed(obj)


def prepare(rows: list[PlannedRow], now: datetime) -> None:
    """Complete the things, so that nothing has to be computed in the transaction."""
    for row in rows:
        if row.is_new:
            row.obj.pk = ObjectId()
        row.obj.update_search()
        row.obj.stamp(now)


def write_down(plan: Plan, compared: tuple[str, ...]) -> None:
    """Build the documents of prepared rows and their events: what the transaction then only sends."""
    if not plan.rows:
        return
    model = type(plan.rows[0].obj)
    new = [row.obj for row in plan.rows if row.is_new]
    changes = {row.obj.pk: _values(row, compared) for row in plan.rows if not row.is_new}
    registrations = [_registration(obj) for obj in new]
    plan.writes = Writes(
        new=direct.documents_of(new),
        barcodes=direct.documents_of(registrations),
        updates=direct.updates_of(model, changes),
        events=direct.documents_of(plan.events),
    )


@atomic
def save(plan: Plan, compared: tuple[str, ...]) -> None:
    """Send what is written down.

    :raises Outdated: a thing has changed, went, or came meanwhile.
    :raises InvalidInput: what a row refers to is gone.
    """
    if not plan.rows:
        return
    model, writes = type(plan.rows[0].obj), plan.writes
    changed = [row for row in plan.rows if not row.is_new]
    _refuse_outdated(model, changed, compared)
    hold_all(model, _new_targets(plan.rows, compared))
    try:
        for portion in in_portions(writes.new):
            direct.send_documents(model, portion)
        for portion in in_portions(writes.barcodes):
            direct.send_documents(Barcode, portion)
    except IntegrityError as error:
        raise Outdated from error
    for portion in in_portions(writes.updates):
        direct.send_updates(model, portion)
    for portion in in_portions(writes.events):
        direct.send_documents(type(plan.events[0]), portion)


def _renamed(plan: Plan, names: set[str]) -> list[Any]:
    """The things whose name changes, if it stands elsewhere too."""
    renamed = [row.obj for row in plan.rows if not row.is_new and names & row.changes.keys()]
    return [obj for portion in in_portions(renamed) for obj in registry.with_copies(portion)]


def _refuse_outdated(model: Any, changed: list[PlannedRow], compared: tuple[str, ...]) -> None:
    """Read again what the rows rely on; who changes it at this moment is in conflict with us."""
    for portion in in_portions(changed):
        keys = [row.obj.pk for row in portion]
        stored = {
            values.pop("pk"): values
            for values in model.objects.alive().filter(pk__in=keys).values("pk", *compared)
        }
        if any(stored.get(row.obj.pk) != row.stored for row in portion):
            raise Outdated


def _new_targets(rows: list[PlannedRow], compared: tuple[str, ...]) -> dict[str, set[Any]]:
    """By field, what rows refer to that they did not refer to before."""
    targets: dict[str, set[Any]] = {}
    for name in compared:
        if name.endswith("_id"):
            new = {getattr(row.obj, name) for row in rows if _is_changed(row, name)}
            targets[name.removesuffix("_id")] = new
    return targets


def _is_changed(row: PlannedRow, name: str) -> bool:
    return row.stored is None or row.stored[name] != getattr(row.obj, name)


def _values(row: PlannedRow, compared: tuple[str, ...]) -> dict[str, Any]:
    written = ("search_terms", "sort_name", "updated_at")
    names = (*(name for name in compared if _is_changed(row, name)), *written)
    return {name.removesuffix("_id"): getattr(row.obj, name) for name in names}


def _registration(obj: Any) -> Barcode:
    return Barcode(
        pk=ObjectId(), code=normalize(obj.barcode), kind=obj.barcode_kind, object_id=str(obj.pk)
    )
