"""The words a house uses for itself: departments, places and kinds of things."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimeStamped
from apps.core.search import sort_key


class Named(TimeStamped):
    """Something that has a name which nothing else of its kind has, whatever the case."""

    name = models.CharField(_("name"), max_length=100, db_index=True)
    sort_name = models.CharField(max_length=100, unique=True, editable=False)
    description = models.TextField(_("description"), blank=True)

    objects: models.Manager

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
        verbose_name = _("department")
        verbose_name_plural = _("departments")


class Location(Named):
    """A place where tools and material are kept."""

    class Meta:
        db_table = "locations"
        verbose_name = _("location")
        verbose_name_plural = _("locations")


class Category(Named):
    """A kind of tool or material."""

    class Meta:
        db_table = "categories"
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

    class Meta:
        db_table = "suppliers"
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
