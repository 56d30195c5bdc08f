"""Files that belong to things, and where they lie."""

from typing import Self

from bson import ObjectId
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.models import SoftDeletable, SoftDeleteQuerySet
from apps.media.sandbox.kinds import IMAGES

KEY_LENGTH = 24


class AttachmentQuerySet(SoftDeleteQuerySet):
    def of(self, kind: str, owner_id: str) -> Self:
        """The files of one thing, the oldest first."""
        return self.alive().filter(owner_kind=kind, owner_id=owner_id).order_by("created_at", "pk")


class Attachment(SoftDeletable):
    """A photo or document that belongs to a tool, a consumable, a person, a ticket ...

    The name is what people call it and stands in its address; in the storage it has a random one.
    """

    owner_kind = models.CharField(_("belongs to"), max_length=20)
    owner_id = models.CharField(max_length=KEY_LENGTH)
    filename = models.CharField(_("file name"), max_length=120)
    stored_name = models.CharField(max_length=80, unique=True)
    thumbnail = models.CharField(max_length=80, blank=True)
    mime_type = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64)
    width = models.PositiveIntegerField(_("width"), null=True)
    height = models.PositiveIntegerField(_("height"), null=True)
    is_animated = models.BooleanField(_("moves"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("uploaded by"),
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField(_("uploaded at"))

    objects = AttachmentQuerySet.as_manager()

    uploaded_by_id: ObjectId

    class Meta:
        db_table = "attachments"
        verbose_name = _("file")
        verbose_name_plural = _("files")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "filename"],
                condition=Q(deleted=False),
                name="attachment_name_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["owner_kind", "owner_id", "deleted", "created_at", "id"],
                name="attachment_owner",
            ),
            models.Index(fields=["stored_name"], name="attachment_stored"),
            models.Index(fields=["thumbnail"], name="attachment_thumbnail"),
            models.Index(fields=["deleted", "deleted_at"], name="attachment_deleted"),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_image(self) -> bool:
        return self.mime_type in IMAGES

    @property
    def version(self) -> str:
        """Changes with the content, so that browsers may keep what they have."""
        return self.sha256[:12]


class AttachmentFolder(models.Model):
    """How many files a thing has, and which picture stands for it in lists.

    The count holds the limit: it only goes up while it is below it, in the transaction that adds a file.
    """

    owner_kind = models.CharField(max_length=20)
    owner_id = models.CharField(max_length=KEY_LENGTH)
    count = models.PositiveSmallIntegerField(default=0)
    preview = models.CharField(max_length=KEY_LENGTH, blank=True)
    preview_name = models.CharField(max_length=120, blank=True)
    preview_version = models.CharField(max_length=12, blank=True)

    class Meta:
        db_table = "attachment_folders"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["owner_kind", "owner_id"], name="folder_once")
        ]
        indexes = [models.Index(fields=["owner_kind", "owner_id"], name="folder_owner")]

    def __str__(self) -> str:
        return f"{self.owner_kind} {self.owner_id}"


class LooseFile(models.Model):
    """A file in the storage that belongs to nothing: not yet, or no more.

    Written down before the file is, and crossed out in the transaction that gives the file to something. So whatever
    is killed halfway, no file is forgotten, and cleaning up touches nothing but what stands here.
    """

    stored_name = models.CharField(max_length=80, unique=True)
    since = models.DateTimeField()

    class Meta:
        db_table = "loose_files"
        default_permissions = ()
        indexes = [
            models.Index(fields=["stored_name"], name="loose_file_name"),
            models.Index(fields=["since"], name="loose_file_since"),
        ]

    def __str__(self) -> str:
        return self.stored_name
