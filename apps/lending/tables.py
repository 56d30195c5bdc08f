"""The lendings as a file; they change at the desk, not by files."""

from datetime import datetime
from typing import Any

from apps.core.tables.columns import Table, TableColumn
from apps.lending.exports import history_columns
from apps.lending.models import Lending
from apps.lending.queries import with_state


class LendingTable(Table):
    """The same columns as in the file of the list outside the back office."""

    model = Lending
    related = ("lent_by", "returned_by")

    def columns(self) -> list[TableColumn]:
        return [
            TableColumn(str(each.label), each.label, each.value, width=each.width)
            for each in history_columns(None)
        ]

    def complete(self, objects: list[Any], now: datetime) -> None:
        with_state(objects, now)
