"""The tools of the house."""

from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import EmbeddedModelArrayField
from django_mongodb_backend.models import EmbeddedModel

from apps.core.lists import SearchableQuerySet
from apps.core.models import Barcoded, Searchable, SoftDeletable, SoftDeleteQuerySet, TimeStamped
from apps.core.mongodb import direct
from apps.tools.enums import ToolCondition, ToolStatus, TrashState

MAC_ADDRESS = RegexValidator(
    r"^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$",
    _("A MAC address looks like 00:1A:2B:3C:4D:5E."),
)


class MaintenanceRecord(EmbeddedModel):
    """One maintenance that was done."""

    date = models.DateField(_("date"))
    description = models.TextField(_("description"))
    cost = models.DecimalField(_("cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    performed_by = models.CharField(_("performed by"), max_length=100, blank=True)


class ToolQuerySet(SearchableQuerySet, SoftDeleteQuerySet):
    def claim(self, tool_id, *, to: ToolStatus, only_from: ToolStatus, now) -> "Tool | None":
        """The tool, if this call moved it from the one state into the other."""
        expected = {"pk": tool_id, "deleted": False, "status": only_from}
        return direct.change(Tool, expected, {"status": to, "updated_at": now})

    def move(self, tool_id, *, to: ToolStatus, only_from: ToolStatus, now) -> bool:
        """Change the state of one tool if it still is in the expected one; says whether this call did it."""
        return (
            self.alive().filter(pk=tool_id, status=only_from).update(status=to, updated_at=now) == 1
        )


class Tool(Barcoded, Searchable, SoftDeletable, TimeStamped):
    """A thing that is lent and comes back: a drill, a ladder, a laptop."""

    name = models.CharField(_("name"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    category = models.ForeignKey(
        "masterdata.Category",
        models.PROTECT,
        verbose_name=_("category"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    location = models.ForeignKey(
        "masterdata.Location",
        models.PROTECT,
        verbose_name=_("location"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=ToolStatus.choices,
        default=ToolStatus.AVAILABLE,
        editable=False,
    )
    condition = models.CharField(
        _("condition"),
        max_length=20,
        choices=ToolCondition.choices,
        default=ToolCondition.GOOD,
    )
    serial_number = models.CharField(_("serial number"), max_length=100, blank=True)
    invoice_number = models.CharField(_("invoice number"), max_length=100, blank=True)
    mac_address = models.CharField(
        _("MAC address (LAN)"), max_length=17, blank=True, validators=[MAC_ADDRESS]
    )
    mac_address_wlan = models.CharField(
        _("MAC address (WLAN)"), max_length=17, blank=True, validators=[MAC_ADDRESS]
    )
    purchase_date = models.DateField(_("purchase date"), null=True, blank=True)
    purchase_price = models.DecimalField(
        _("purchase price"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    maintenance_due = models.DateField(_("next maintenance"), null=True, blank=True)
    maintenance_history = EmbeddedModelArrayField(
        MaintenanceRecord, verbose_name=_("maintenance history"), default=list, editable=False
    )
    custom_fields = models.JSONField(default=dict, editable=False)
    lost_at = models.DateTimeField(_("lost since"), null=True, editable=False)
    lost_reason = models.CharField(_("how it was lost"), max_length=500, blank=True, editable=False)

    objects = ToolQuerySet.as_manager()

    open_lending: Any  # who has it, set by lending on the rows of a page

    barcode_kind = "tool"

    class Meta:
        db_table = "tools"
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
        default_permissions = ("view", "add", "change", "delete")
        permissions = [("erase_tool", "Can delete tools for good")]
        indexes = [
            models.Index(fields=["deleted", "sort_name", "id"], name="tool_sort"),
            models.Index(fields=["deleted", "barcode", "id"], name="tool_barcode"),
            models.Index(fields=["status", "deleted", "sort_name", "id"], name="tool_status"),
            models.Index(fields=["category", "deleted", "sort_name", "id"], name="tool_category"),
            models.Index(fields=["location", "deleted", "sort_name", "id"], name="tool_location"),
            models.Index(fields=["condition", "deleted", "sort_name", "id"], name="tool_condition"),
            models.Index(
                fields=["deleted", "maintenance_due", "sort_name", "id"], name="tool_maintenance"
            ),
            models.Index(fields=["search_terms", "deleted", "sort_name", "id"], name="tool_search"),
            models.Index(fields=["deleted", "-deleted_at", "-id"], name="tool_trash"),
        ]

    def __str__(self):
        return self.name

    def search_texts(self) -> tuple[str, ...]:
        return (self.name,)

    def search_codes(self) -> tuple[str, ...]:
        return (self.barcode, self.serial_number)

    def clean(self) -> None:
        self.barcode = str(self.barcode or "").strip()
        self.name = " ".join(str(self.name or "").split())

    @property
    def state(self) -> ToolStatus:
        """The status with its tone, icon and label."""
        return ToolStatus(self.status)

    @property
    def trash_state(self) -> TrashState:
        """Why it lies in the trash, with its tone, icon and label."""
        return TrashState.LOST if self.lost_at else TrashState.DELETED
