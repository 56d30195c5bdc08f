"""The words a house uses for itself: departments, places and kinds of things."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField

from apps.core.models import Referable, TimeStamped
from apps.core.search import sort_key


class NamedQuerySet(models.QuerySet):
    def search(self, query: str) -> Self:
        """Entries in whose name the words stand, as a dictionary compares them; there are some hundred at most."""
        return self.filter(sort_name__contains=sort_key(query))


class Named(TimeStamped, Referable):
    """Something that has a name which nothing else of its kind has, whatever the case."""

    name = models.CharField(_("name"), max_length=100, db_index=True)
    sort_name = models.CharField(max_length=100, unique=True, editable=False)
    description = models.TextField(_("description"), blank=True)

    objects = NamedQuerySet.as_manager()

    audited_fields: tuple[str, ...] = ("name", "description")

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def clean(self) -> None:
        self.name = " ".join(self.name.split())
        self.sort_name = sort_key(self.name)


class Department(Named):
    """A part of the house that people belong to."""

    class Meta:
        db_table = "departments"
        indexes = [models.Index(fields=["sort_name", "id"], name="department_sort")]
        verbose_name = _("department")
        verbose_name_plural = _("departments")


class Location(Named):
    """A place where tools and material are kept; it may lie in another one.

    Names stay unique over all places, for lists, files and the API name a place by its name alone. The path is for
    people; it and the ancestors are kept up to date by apps.masterdata.places.
    """

    MAX_LEVELS = 4
    PATH_SIGN = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("lies in"),
        null=True,
        blank=True,
        related_name="+",
    )
    ancestors = ArrayField(models.CharField(max_length=24), default=list, editable=False)
    path = models.CharField(_("path"), max_length=500, blank=True, editable=False)
    sort_path = models.CharField(max_length=500, blank=True, editable=False)

    audited_fields = ("name", "description", "parent")

    class Meta:
        db_table = "locations"
        indexes = [
            models.Index(fields=["ancestors"], name="location_ancestors"),
            models.Index(fields=["sort_path", "id"], name="location_sort"),
        ]
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def __str__(self):
        return self.path or self.name


class Category(Named):
    """A kind of tool or material."""

    class Meta:
        db_table = "categories"
        indexes = [models.Index(fields=["sort_name", "id"], name="category_sort")]
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class Supplier(Named):
    """A company that material is ordered from."""

    customer_number = models.CharField(_("customer number"), max_length=50, blank=True)
    contact_person = models.CharField(_("contact person"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    website = models.URLField(_("website"), blank=True)
    delivery_days = models.PositiveSmallIntegerField(
        _("delivery time in days"), default=7, validators=[MaxValueValidator(365)]
    )

    audited_fields = (
        "name",
        "description",
        "customer_number",
        "contact_person",
        "email",
        "phone",
        "website",
        "delivery_days",
    )

    class Meta:
        db_table = "suppliers"
        indexes = [models.Index(fields=["sort_name", "id"], name="supplier_sort")]
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
