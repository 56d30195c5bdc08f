"""Templates that a house has put in place of those that Scandy brings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimeStamped

WORK_ORDER = "work_order"


class WordTemplate(TimeStamped):
    """A document of Word with placeholders; kept with the data, so backups hold it."""

    kind = models.CharField(max_length=20, unique=True, default=WORK_ORDER, editable=False)
    file_name = models.CharField(_("file"), max_length=150, editable=False)
    content = models.BinaryField(_("content"))
    uploaded_by_name = models.CharField(_("uploaded by"), max_length=200, editable=False)

    class Meta:
        db_table = "word_templates"
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name
