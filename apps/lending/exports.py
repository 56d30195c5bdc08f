"""Lendings on paper and in files: the receipt to sign, the history for Excel."""

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.exports.sheets import SheetColumn
from apps.core.pdf import render_pdf
from apps.core.registry import Export
from apps.lending.filters import listing_of
from apps.lending.models import Lending, LendingQuerySet
from apps.lending.queries import with_state


def receipt_pdf(lendings: list[Lending]) -> bytes:
    """One sheet for lendings of one person: for what she took, or when all came back for what she brought."""
    context = {
        "lendings": lendings,
        "first": lendings[0],
        "is_return": _all_are_back(lendings),
    }
    return render_pdf("lending/receipt_pdf.html", context)


def receipt_name(lendings: list[Lending]) -> str:
    """What the browser calls the file."""
    kind = _("return-receipt") if _all_are_back(lendings) else _("lending-receipt")
    return f"{kind}-{slugify(lendings[0].worker_name)}.pdf"


def history_rows(params: QueryDict, user: Any, now: datetime) -> LendingQuerySet:
    """What the list shows for the same address, on all its pages."""
    return listing_of(params).rows


def history_columns(user: Any) -> list[SheetColumn]:
    return [
        SheetColumn(_("Tool"), lambda lending: lending.tool_name, 32),
        SheetColumn(_("Tool barcode"), lambda lending: lending.tool_barcode),
        SheetColumn(_("Worker"), lambda lending: lending.worker_name, 26),
        SheetColumn(_("Worker barcode"), lambda lending: lending.worker_barcode),
        SheetColumn(_("Lent"), lambda lending: lending.lent_at),
        SheetColumn(_("Handed out by"), lambda lending: str(lending.lent_by), 22),
        SheetColumn(_("Due"), lambda lending: lending.due_date),
        SheetColumn(_("Returned"), lambda lending: lending.returned_at),
        SheetColumn(_("Taken back by"), lambda lending: str(lending.returned_by or ""), 22),
        SheetColumn(_("Status"), _status, 14),
        SheetColumn(_("Days late"), lambda lending: lending.overdue_days or None, 14),
        SheetColumn(_("Notes"), lambda lending: lending.notes, 32),
        SheetColumn(_("Notes at return"), lambda lending: lending.return_notes, 32),
    ]


HISTORY = Export(
    "lending.history",
    gettext_lazy("Lendings"),
    "lending.view_lending",
    columns=history_columns,
    rows=history_rows,
    complete=with_state,
)


def _status(lending: Lending) -> str:
    return _("undone") if lending.canceled_at else str(lending.state.label)


def _all_are_back(lendings: list[Lending]) -> bool:
    return all(lending.returned_at for lending in lendings)
