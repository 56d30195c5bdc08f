"""What the back office does with consumables: book their stock, count, propose orders, empty the trash."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from apps.consumables.enums import OrderState, StockState
from apps.consumables.models import Consumable, OrderLine
from apps.consumables.rules import as_number
from apps.consumables.services import stock, trash
from apps.consumables.services.proposals import propose_orders
from apps.consumables.wire import words
from apps.core.admin import ActionForm, RestoreForm, TextInput
from apps.core.errors import DomainError, ErrorCode
from apps.core.form_fields import QuantityField
from apps.core.registry import AdminAction

BOOK = "consumables.book_stock"
DELETE = "consumables.delete_consumable"


class NothingNeeded(DomainError):
    """There is enough, or it is ordered already."""

    code = ErrorCode.CONFLICT
    status = 409


class AdminQuantity(QuantityField):
    """A quantity that looks like the other fields of the back office."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.widget = TextInput({"inputmode": "decimal"})
        self.widget.is_localized = True


class ReceiveForm(ActionForm):
    quantity = AdminQuantity(label=gettext_lazy("Quantity"))
    reason = forms.CharField(
        label=gettext_lazy("Remark"), required=False, max_length=200, widget=TextInput
    )


class AdjustForm(ActionForm):
    quantity = AdminQuantity(
        label=gettext_lazy("Change of the stock"),
        help_text=gettext_lazy("With a minus sign: less is there than Scandy says."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, widget=TextInput)


class CountForm(ActionForm):
    """One shelf; what was booked since the form was opened stays booked."""

    counted = AdminQuantity(label=gettext_lazy("Counted"), min_value=0)
    expected = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if len(self.objects) == 1:
            self.fields["expected"].initial = str(as_number(self.objects[0].current_stock))

    def clean(self) -> None:
        if len(self.objects) > 1:
            raise forms.ValidationError(_("Please count one article after the other."))


def receive(consumable: Consumable, values: dict[str, Any], **by: Any) -> str:
    purpose = stock.Purpose(reason=values["reason"])
    movement = stock.receive(
        consumable_id=consumable.pk, quantity=values["quantity"], purpose=purpose, **by
    )
    text = _("%(quantity)s %(unit)s %(consumable)s %(barcode)s came in, %(stock)s there now.")
    return text % words(movement)


def adjust(consumable: Consumable, values: dict[str, Any], **by: Any) -> str:
    movement = stock.adjust_stock(consumable_id=consumable.pk, **values, **by)
    text = _("%(consumable)s %(barcode)s corrected: %(stock)s %(unit)s there now.")
    return text % words(movement)


def count(consumable: Consumable, values: dict[str, Any], **by: Any) -> str:
    movement = stock.book_count(
        consumable_id=consumable.pk, **values, reason=_("Counted in the back office"), **by
    )
    if movement is None:
        return _("%(consumable)s %(barcode)s is right.") % _names(consumable)
    text = _("%(consumable)s %(barcode)s counted: %(stock)s %(unit)s there now.")
    return text % words(movement)


def propose(consumable: Consumable, values: dict[str, Any], **by: Any) -> str:
    """Bring the proposals up to date, unless it stands on one already."""
    line = _proposed(consumable)
    if line is None:
        propose_orders(**by)
        line = _proposed(consumable)
    if line is None:
        raise NothingNeeded(
            _("%(consumable)s %(barcode)s need not be ordered now.") % _names(consumable)
        )
    return _("%(consumable)s stands on order %(order)s.") % {
        "consumable": consumable.name,
        "order": line.order.number,
    }


def restore(consumable: Consumable, values: dict[str, Any], **by: Any) -> str:
    restored = trash.restore_consumable(consumable.pk, barcode=values.get("barcode", ""), **by)
    return _("%(consumable)s %(barcode)s is back in the stock.") % _names(restored)


def erase(consumable: Consumable, values: dict[str, Any], **by: Any) -> str:
    trash.erase_consumable(consumable.pk, **by)
    return _("%(consumable)s %(barcode)s was deleted for good.") % _names(consumable)


def _proposed(consumable: Consumable) -> OrderLine | None:
    lines = OrderLine.objects.select_related("order").filter(consumable=consumable)
    return next((line for line in lines if line.order.state == OrderState.PROPOSED), None)


def _names(consumable: Consumable) -> dict[str, str]:
    return {"consumable": consumable.name, "barcode": consumable.barcode}


CONSUMABLE_ACTIONS = (
    AdminAction(
        code="receive",
        label=gettext_lazy("Book goods receipt"),
        icon="input",
        permission=BOOK,
        run=receive,
        done=ngettext_lazy(
            "Goods receipt of %(count)d article booked.",
            "Goods receipt of %(count)d articles booked.",
            "count",
        ),
        form=ReceiveForm,
    ),
    AdminAction(
        code="adjust",
        label=gettext_lazy("Correct the stock"),
        icon="tune",
        permission=BOOK,
        run=adjust,
        done=ngettext_lazy("%(count)d stock corrected.", "%(count)d stocks corrected.", "count"),
        form=AdjustForm,
    ),
    AdminAction(
        code="count",
        label=gettext_lazy("Count"),
        icon="fact_check",
        permission=BOOK,
        run=count,
        done=ngettext_lazy("%(count)d article counted.", "%(count)d articles counted.", "count"),
        form=CountForm,
    ),
    AdminAction(
        code="propose",
        label=gettext_lazy("Onto the order list"),
        icon="shopping_cart",
        permission="consumables.change_purchaseorder",
        run=propose,
        done=ngettext_lazy(
            "%(count)d article stands on an order list.",
            "%(count)d articles stand on order lists.",
            "count",
        ),
        is_possible=lambda consumable: consumable.stock_state != StockState.SUFFICIENT,
    ),
    AdminAction(
        code="restore",
        label=gettext_lazy("Restore"),
        icon="restore_from_trash",
        permission=DELETE,
        run=restore,
        done=ngettext_lazy(
            "%(count)d article is back from the trash.",
            "%(count)d articles are back from the trash.",
            "count",
        ),
        form=RestoreForm,
        in_trash=True,
    ),
    AdminAction(
        code="erase",
        label=gettext_lazy("Delete for good"),
        icon="delete_forever",
        permission="consumables.erase_consumable",
        run=erase,
        done=ngettext_lazy(
            "%(count)d article is deleted for good.",
            "%(count)d articles are deleted for good.",
            "count",
        ),
        is_grave=True,
        in_trash=True,
    ),
)
