"""The tools of the house."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField, EmbeddedModelArrayField
from django_mongodb_backend.models import EmbeddedModel

from apps.core.lists import SearchableQuerySet
from apps.core.logs import scope_cache
from apps.core.models import Barcoded, Searchable, SoftDeletable, SoftDeleteQuerySet, TimeStamped
from apps.core.mongodb import direct
from apps.tools import custom_fields
from apps.tools.enums import FieldKind, ToolCondition, ToolStatus, TrashState

FIELDS_CACHE = "tools.fields"

MAC_ADDRESS = RegexValidator(
    r"^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$",
    _("A MAC address looks like 00:1A:2B:3C:4D:5E."),
)


class ToolFieldQuerySet(SoftDeleteQuerySet):
    def in_use(self) -> "list[ToolField]":
        """The fields of the house in their order; read once per request or task."""
        cache = scope_cache()
        if FIELDS_CACHE not in cache:
            cache[FIELDS_CACHE] = list(self.alive().order_by("position", "pk"))
        fields: list[ToolField] = cache[FIELDS_CACHE]
        return fields


class ToolField(SoftDeletable, TimeStamped):
    """A field that the house added to its tools. Its key never changes, so values outlive a new label."""

    key = models.CharField(_("key"), max_length=50, unique=True, editable=False)
    label = models.CharField(_("label"), max_length=100)
    kind = models.CharField(
        _("kind"), max_length=10, choices=FieldKind.choices, default=FieldKind.TEXT
    )
    options = ArrayField(
        models.CharField(max_length=100), verbose_name=_("options"), default=list, blank=True
    )
    required = models.BooleanField(_("required"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ToolFieldQuerySet.as_manager()

    class Meta:
        db_table = "tool_fields"
        verbose_name = _("field of tools")
        verbose_name_plural = _("fields of tools")
        default_permissions = ("view", "add", "change", "delete")
        indexes = [models.Index(fields=["deleted", "position", "id"], name="tool_field_position")]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        self.label = " ".join(str(self.label or "").split())
        options = (" ".join(str(option).split()) for option in self.options or ())
        self.options = list(dict.fromkeys(option for option in options if option))

    @property
    def is_filter(self) -> bool:
        """Whether lists can be narrowed by it."""
        return self.kind in {FieldKind.CHOICE, FieldKind.YES_NO}

    @property
    def input_name(self) -> str:
        """What forms and filters call it."""
        return f"custom_{self.key}"


class MaintenanceRecord(EmbeddedModel):
    """One maintenance that was done. It is never changed: a wrong one is struck, with the reason."""

    date = models.DateField(_("date"))
    description = models.TextField(_("description"))
    cost = models.DecimalField(_("cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    performed_by = models.CharField(_("performed by"), max_length=100, blank=True)
    struck_at = models.DateTimeField(_("struck at"), null=True, blank=True)
    struck_reason = models.CharField(_("reason"), max_length=200, blank=True)


class ToolQuerySet(SearchableQuerySet, SoftDeleteQuerySet):
    def claim(
        self, tool_id, *, to: ToolStatus, only_from: ToolStatus, now, **values
    ) -> "Tool | None":
        """The tool, if this call moved it from the one state into the other, with what else changes with it."""
        expected = {"pk": tool_id, "deleted": False, "status": only_from}
        return direct.change(Tool, expected, {"status": to, "updated_at": now, **values})

    def never_lent(self) -> Self:
        return self.filter(last_lent_at=None)

    def move(self, tool_id, *, to: ToolStatus, only_from: ToolStatus, now, **values) -> bool:
        """Change the state of one tool if it still is in the expected one; says whether this call did it."""
        expected = self.alive().filter(pk=tool_id, status=only_from)
        return expected.update(status=to, updated_at=now, **values) == 1


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
    maintenance_months = models.PositiveSmallIntegerField(
        _("maintenance every … months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
    )
    maintenance_history = EmbeddedModelArrayField(
        MaintenanceRecord, verbose_name=_("maintenance history"), default=list, editable=False
    )
    custom_fields = models.JSONField(default=dict, editable=False)
    last_lent_at = models.DateTimeField(_("lent last at"), null=True, editable=False)
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
        permissions = [
            ("erase_tool", "Can delete tools for good"),
            ("maintain_tool", "Can look after tools and their maintenance log"),
        ]
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
            models.Index(
                fields=["last_lent_at", "deleted", "sort_name", "id"], name="tool_last_lent"
            ),
        ]

    def __str__(self):
        return self.name

    def search_texts(self) -> tuple[str, ...]:
        fields = ToolField.objects.in_use()
        return (self.name, *custom_fields.search_texts(fields, self.custom_fields))

    def search_codes(self) -> tuple[str, ...]:
        return (self.barcode, self.serial_number)

    def update_search(self) -> None:
        """Also with what filters by the house's own fields ask for, so that the same index answers."""
        super().update_search()
        fields = ToolField.objects.in_use()
        self.search_terms += custom_fields.tokens(fields, self.custom_fields)

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
