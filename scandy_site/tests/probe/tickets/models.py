from django.db import models

from scandy_site.tests.probe.models import Item


class Complaint(models.Model):
    """Refers into the other database, as tickets do."""

    text = models.CharField(max_length=50)
    item = models.ForeignKey(
        Item, models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )

    def __str__(self):
        return self.text


class Reply(models.Model):
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="replies")
    text = models.CharField(max_length=50)

    def __str__(self):
        return self.text
