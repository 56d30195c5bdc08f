"""Shelves hold items, items are lent to people: enough relations to try each kind of query on."""

from django.db import models
from django_mongodb_backend.fields import ArrayField, EmbeddedModelField
from django_mongodb_backend.models import EmbeddedModel


class Shelf(models.Model):
    name = models.CharField(max_length=50, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Origin(EmbeddedModel):
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=50)


class Item(models.Model):
    code = models.CharField(max_length=20, unique=True)
    serial = models.CharField(max_length=20, unique=True, null=True)  # noqa: DJ001 nulls repeat
    name = models.CharField(max_length=50)
    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="items")
    spare_shelf = models.ForeignKey(Shelf, models.PROTECT, null=True, related_name="+")
    count = models.IntegerField(default=0)
    price = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    tags = ArrayField(models.CharField(max_length=20), default=list)
    origin = EmbeddedModelField(Origin, null=True)
    bought_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tags"], name="probe_item_tags"),
            models.Index(fields=["name", "id"], name="probe_item_name"),
        ]

    def __str__(self):
        return self.code


class Person(models.Model):
    name = models.CharField(max_length=50)

    def __str__(self):
        return self.name


class Loan(models.Model):
    item = models.ForeignKey(Item, models.PROTECT, related_name="loans")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="loans")
    number = models.IntegerField()
    lent_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["-lent_at", "-id"], name="probe_loan_lent_at"),
            models.Index(fields=["returned_at", "-lent_at"], name="probe_loan_returned_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(is_open=True), name="probe_loan_one_open"
            )
        ]

    def __str__(self):
        return f"{self.number}"
