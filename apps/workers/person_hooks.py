"""From the account to the person: who makes or changes an account makes or changes a person."""

from datetime import datetime
from typing import Any

from apps.core.db import atomic, next_number
from apps.core.registry import PersonHooks
from apps.core.scans import resolve
from apps.workers import services
from apps.workers.accounts import SHARED, differences
from apps.workers.models import Worker


@atomic
def user_created(user: Any, actor: Any, now: datetime) -> None:
    """Find the person whose account it is, or make one; an account without a full name is no person."""
    if not (user.first_name and user.last_name):
        return
    worker = _same_person(user)
    if worker is None:
        values = {name: getattr(user, name) for name in SHARED}
        worker = Worker(barcode=_free_barcode(), user=user, **values)
        services.create_worker(worker, actor=actor, now=now)
    else:
        services.change_worker(worker.pk, {"user": user}, actor=actor, now=now)


@atomic
def user_changed(user: Any, actor: Any, now: datetime) -> None:
    """Carry a new name, address or department to the person.

    Only admins say who an account is: else one could become somebody else by taking the name.
    """
    worker = Worker.objects.filter(user=user).first()
    if worker is None:
        if actor.has_perm("accounts.change_user"):
            user_created(user, actor, now)
    elif not worker.deleted and (values := differences(user, worker)):
        services.change_worker(worker.pk, values, actor=actor, now=now)


def _same_person(user: Any) -> Worker | None:
    """The one person without an account who has its address; else the one of its name, with no other address."""
    free = Worker.objects.alive().filter(user=None)
    if user.email and (found := _only(free.filter(email__iexact=user.email))):
        return found
    named = free.filter(first_name=user.first_name, last_name=user.last_name, email="")
    return _only(named)


def _only(workers: Any) -> Worker | None:
    found = list(workers[:2])
    return found[0] if len(found) == 1 else None


def _free_barcode() -> str:
    """The next number that nothing carries."""
    while True:
        barcode = f"M{next_number('worker_barcodes'):03d}"
        if resolve(barcode) is None:
            return barcode


HOOKS = PersonHooks(created=user_created, changed=user_changed)
