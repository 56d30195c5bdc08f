"""The people as a file, out and in. Whose account is whose, and who is blocked, is not changed by files."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from apps.audit.services import build_event, changes_between, snapshot
from apps.core.barcodes import normalize
from apps.core.errors import InvalidInput
from apps.core.tables import bulk
from apps.core.tables.cells import Cell, Text, YesNo
from apps.core.tables.columns import TableColumn, column, name_of
from apps.core.tables.plans import ImportTable, Plan
from apps.core.validation import refuse_invalid
from apps.masterdata.models import Department
from apps.masterdata.naming import by_name, save_made
from apps.workers import accounts
from apps.workers.models import Worker
from apps.workers.services import AUDITED_FIELDS

NAMES = ("barcode", "first_name", "last_name")
TEXTS = ("barcode", "first_name", "last_name", "email", "phone", "notes")
IMPORTED = (*TEXTS, "department", "is_active")


class WorkerTable(ImportTable):
    model = Worker
    related = ("department",)
    makes_missing = True
    compared = tuple("department_id" if name == "department" else name for name in IMPORTED)

    def columns(self) -> list[TableColumn]:
        return [
            column(Worker, "barcode", example="M001"),
            column(Worker, "first_name", example="Anna"),
            column(Worker, "last_name", example="Beispiel"),
            column(Worker, "department", name_of("department"), width=24),
            column(Worker, "email", width=28),
            column(Worker, "phone"),
            column(Worker, "notes", width=32),
            column(Worker, "is_active", example=True),
            column(Worker, "is_blocked"),
            column(Worker, "blocked_reason", width=32),
        ]

    def cells(self, plan: Plan, *, makes_missing: bool) -> dict[str, Cell]:
        return {
            **{name: Text() for name in TEXTS},
            "department": by_name(Department, plan, makes_missing=makes_missing),
            "is_active": YesNo(),
        }

    def matches(self, keys: Iterable[str]) -> dict[str, Any]:
        people = Worker.objects.alive().select_related("department", "user")
        return bulk.matches_of(people, Worker.barcode_kind, keys)

    def fold(self, key: str) -> str:
        return normalize(key)

    def check(
        self, obj: Worker, stored: dict[str, Any] | None, only: set[str], actor: Any, now: datetime
    ) -> None:
        refuse_invalid(
            obj, only=set(IMPORTED) - {"department"} if stored is None else only - {"department"}
        )
        if "email" in only and accounts.is_email_locked(obj, actor):
            raise InvalidInput({"email": [str(accounts.EmailLocked.message)]})

    def words(self, obj: Worker) -> dict[str, str]:
        return snapshot(obj, AUDITED_FIELDS)

    def changes(
        self, obj: Worker, stored: dict[str, Any] | None, words: dict[str, str]
    ) -> dict[str, dict[str, str]]:
        return changes_between(words, obj)

    def check_all(self, plan: Plan) -> None:
        bulk.check_renamed(plan, NAMES)

    def prepare(self, plan: Plan, *, actor: Any, now: datetime) -> None:
        bulk.prepare(plan.rows, now)
        plan.events = [
            build_event(
                "workers.created" if row.is_new else "workers.changed",
                row.obj,
                actor=actor,
                at=now,
                changes={} if row.is_new else row.changes,
                worker=row.obj.full_name,
            )
            for row in plan.rows
        ]
        bulk.write_down(plan, self.compared)

    def save(self, plan: Plan, *, actor: Any, now: datetime) -> None:
        save_made(plan, actor=actor, now=now)
        bulk.save(plan, self.compared)
        for row in plan.rows:
            if row.stored:
                accounts.carry_to_account(row.obj, actor, now)
        bulk.carry_names(plan, NAMES)
