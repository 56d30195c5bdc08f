"""Questions about a stocktaking: its sheet, what a scanned code means on it, and what the differences are worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import Finding
from apps.consumables.models import CountedItem, Stocktaking
from apps.core.errors import DomainError, ErrorCode
from apps.core.registry import Shelved, registry
from apps.core.scans import resolve

DIFFERENT = (Finding.MISSING, Finding.SURPLUS, Finding.UNEXPECTED)


class StocktakingNotFound(DomainError):
    """There is no such stocktaking."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("There is no such stocktaking.")


class NotCountable(DomainError):
    """The code names nothing that is counted here."""

    code = ErrorCode.BARCODE_UNKNOWN
    status = 404
    message = _("Nothing that is counted here carries this barcode.")


@dataclass(frozen=True)
class Summary:
    """How far a stocktaking is: how many things by finding, in the order of Finding."""

    counts: dict[Finding, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        return self.counts[Finding.OPEN]

    @property
    def counted(self) -> int:
        return self.total - self.open

    @property
    def different(self) -> int:
        return sum(self.counts[finding] for finding in DIFFERENT)


@dataclass(frozen=True)
class Worth:
    """What the differences are worth together; ``unknown`` have no price."""

    missing: Decimal
    surplus: Decimal
    unknown: int

    @property
    def balance(self) -> Decimal:
        return self.missing + self.surplus


def stocktaking_by_number(number: str) -> Stocktaking:
    """The stocktaking with the number.

    :raises StocktakingNotFound: there is none.
    """
    people = ("location", "category", "started_by", "closed_by")
    found = Stocktaking.objects.select_related(*people).filter(number=number).first()
    if found is None:
        raise StocktakingNotFound
    return found


def items_of(stocktaking: Stocktaking) -> QuerySet[CountedItem]:
    """The lines of the sheet."""
    return CountedItem.objects.filter(stocktaking=stocktaking)


def differences_of(stocktaking: Stocktaking) -> list[CountedItem]:
    """The lines that change something or lie in the wrong place."""
    items = items_of(stocktaking).filter(finding__in=list(DIFFERENT))
    return list(items.order_by("sort_name", "pk").prefetch_related("counted_by"))


def summary_of(stocktaking: Stocktaking) -> Summary:
    """How far it is; one command."""
    rows = items_of(stocktaking).values("finding").annotate(count=Count("pk"))
    counted = {row["finding"]: row["count"] for row in rows}
    return Summary({finding: counted.get(finding, 0) for finding in Finding})


def worth_of(items: Iterable[CountedItem]) -> Worth:
    """What the differences are worth together."""
    different = [item for item in items if item.difference and not item.is_gone]
    values = [item.value for item in different if item.value is not None]
    return Worth(
        missing=sum((value for value in values if value < 0), Decimal(0)),
        surplus=sum((value for value in values if value > 0), Decimal(0)),
        unknown=len(different) - len(values),
    )


def find_scanned(stocktaking: Stocktaking, barcode: str) -> Shelved:
    """What the code names, as it is now.

    :raises NotCountable: nothing of the kind.
    """
    scanned = resolve(barcode, kind=stocktaking.kind)
    found = scanned and registry.countables[stocktaking.kind].find([scanned.object_id])
    if found:
        return next(iter(found.values()))
    message = _("Nothing that is counted here carries the barcode %(barcode)s.")
    raise NotCountable(message % {"barcode": barcode[:50]} if barcode.strip() else None)


def item_of(stocktaking: Stocktaking, shelved: Shelved) -> CountedItem:
    """Its line on the sheet, or a new one when it belongs elsewhere; not saved."""
    lines = items_of(stocktaking).select_related("counted_by")
    item = lines.filter(object_id=str(shelved.object_id)).first()
    return item or new_item(stocktaking, shelved, is_expected=False)


def new_item(
    stocktaking: Stocktaking, shelved: Shelved, *, is_expected: bool = True
) -> CountedItem:
    """A line of the sheet, not counted yet; not saved."""
    return CountedItem(
        stocktaking=stocktaking,
        object_id=str(shelved.object_id),
        barcode=shelved.barcode,
        name=shelved.name,
        sort_name=shelved.sort_name,
        place=shelved.place,
        unit=shelved.unit,
        unit_cost=shelved.unit_cost,
        is_expected=is_expected,
        expected=shelved.quantity,
    )


def people_who_counted(stocktaking: Stocktaking) -> list[Any]:
    """Everybody who counted, by name."""
    ids = items_of(stocktaking).exclude(counted_by=None).values_list("counted_by", flat=True)
    users: Any = CountedItem._meta.get_field("counted_by").related_model
    return sorted(users.objects.filter(pk__in=set(ids)), key=str)
