"""What can be done with the files of a thing: add, remove, bring back, choose the preview, give to another thing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from apps.audit.services import record
from apps.core.db import atomic
from apps.core.errors import CommitUnknown, DomainError
from apps.core.jobs import enqueue
from apps.core.registry import registry
from apps.media.errors import AttachmentNotFound, NoPicture, OwnerNotFound, TooManyFiles
from apps.media.limits import MOST_FILES
from apps.media.models import Attachment, LooseFile
from apps.media.names import free_name, shown_name
from apps.media.queries import Owned, folder_of, owned
from apps.media.services.files import Refused, StoredFile, as_fields, stored
from apps.media.services.folders import count_down, count_up, propose_preview, show
from apps.media.uploads import Upload

Outcome = Attachment | Refused


def add_attachments(
    obj: Model, uploads: Iterable[Upload], *, actor: Any, now: datetime
) -> list[Outcome]:
    """Add files to a thing; each is taken or refused for itself, in the order in which they came."""
    return [_add(obj, upload, actor, now) for upload in uploads]


@atomic
def attach(obj: Model, file: StoredFile, *, actor: Any, now: datetime) -> Attachment:
    """Give a stored file to a thing.

    :raises TooManyFiles: it has as many as it may have.
    :raises OwnerNotFound: it was deleted meanwhile.
    """
    place = _living(owned(obj))
    count_up(place)
    _cross_out(file)
    attachment = Attachment.objects.create(
        **place.files,
        **as_fields(file),
        filename=_free_name(place, file.filename),
        uploaded_by=actor,
        created_at=now,
    )
    if attachment.is_image:
        propose_preview(place, attachment)
        enqueue("media.make_thumbnail", attachment_id=str(attachment.pk))
    record("media.added", obj, actor=actor, at=now, **_words(attachment, place))
    return attachment


@atomic
def attach_what_fits(
    obj: Model, files: Sequence[StoredFile | Refused], *, actor: Any, now: datetime
) -> list[Outcome]:
    """Give several stored files to a thing as part of something larger, which must not fail for the eleventh."""
    room = MOST_FILES - folder_of(owned(obj)).count
    outcomes: list[Outcome] = []
    for file in files:
        if isinstance(file, StoredFile) and room <= 0:
            file = Refused(file.filename, TooManyFiles())  # noqa: PLW2901
        if isinstance(file, Refused):
            outcomes.append(file)
        else:
            outcomes.append(attach(obj, file, actor=actor, now=now))
            room -= 1
    return outcomes


@atomic
def remove_attachment(attachment_id: Any, *, actor: Any, now: datetime) -> Attachment:
    """Take a file away from its thing; for some weeks it can be brought back.

    :raises AttachmentNotFound: it was removed already.
    """
    attachment, place = _with_owner(attachment_id)
    attachment.deleted, attachment.deleted_at, attachment.deleted_by = True, now, actor
    attachment.save(force_update=True)
    count_down(place, attachment)
    record("media.removed", place.obj, actor=actor, at=now, **_words(attachment, place))
    return attachment


@atomic
def restore_attachment(attachment_id: Any, *, actor: Any, now: datetime) -> Attachment:
    """Bring a removed file back.

    :raises AttachmentNotFound: it is not among the removed ones (any more).
    :raises TooManyFiles: others took its place.
    """
    attachment, place = _with_owner(attachment_id, deleted=True)
    count_up(place)
    attachment.deleted, attachment.deleted_at, attachment.deleted_by = False, None, None
    attachment.filename = _free_name(place, attachment.filename)
    attachment.save(force_update=True)
    if attachment.is_image:
        propose_preview(place, attachment)
    record("media.restored", place.obj, actor=actor, at=now, **_words(attachment, place))
    return attachment


@atomic
def move_attachment(attachment_id: Any, to: Model, *, actor: Any, now: datetime) -> Attachment:
    """Give a file to another thing; it stays where it lies in the storage.

    :raises AttachmentNotFound: it was removed.
    :raises TooManyFiles: the other thing has as many as it may have.
    """
    attachment, source = _with_owner(attachment_id)
    target = _living(owned(to))
    if target.files == source.files:
        return attachment
    count_up(target)
    count_down(source, attachment)
    attachment.owner_kind, attachment.owner_id = target.kind, target.owner_id
    attachment.filename = _free_name(target, attachment.filename)
    attachment.save(force_update=True)
    if attachment.is_image:
        propose_preview(target, attachment)
    words = _words(attachment, source)
    record("media.moved", to, about=[source.obj], actor=actor, at=now, **words, target=str(to))
    return attachment


@atomic
def set_preview(attachment_id: Any, *, actor: Any, now: datetime) -> Attachment:
    """Let a picture stand for its thing in lists.

    :raises AttachmentNotFound: it was removed.
    :raises NoPicture: it is a document.
    """
    attachment, place = _with_owner(attachment_id)
    if not attachment.is_image:
        raise NoPicture
    if folder_of(place).preview != str(attachment.pk):
        show(place, attachment)
        record("media.preview_set", place.obj, actor=actor, at=now, **_words(attachment, place))
    return attachment


def _add(obj: Model, upload: Upload, actor: Any, now: datetime) -> Outcome:
    """The attachment, or why there is none."""
    try:
        with upload.file:
            if folder_of(owned(obj)).count >= MOST_FILES:
                raise TooManyFiles  # before it is looked through for nothing
            with stored([upload], now=now) as [file]:
                if isinstance(file, StoredFile):
                    return attach(obj, file, actor=actor, now=now)
                return file
    except CommitUnknown:
        raise
    except DomainError as error:
        return Refused(shown_name(upload.given_name), error)


def _living(place: Owned) -> Owned:
    """The thing as it is now.

    :raises OwnerNotFound: it was deleted.
    """
    obj = place.owner.find(place.owner_id)
    if obj is None:
        raise OwnerNotFound
    return Owned(place.owner, obj)


def _with_owner(attachment_id: Any, *, deleted: bool = False) -> tuple[Attachment, Owned]:
    """The file and its thing.

    :raises AttachmentNotFound: there is none in that state.
    :raises OwnerNotFound: the thing was deleted.
    """
    attachment = Attachment.objects.filter(pk=attachment_id, deleted=deleted).first()
    if attachment is None:
        raise AttachmentNotFound
    owner = registry.attachment_owners[attachment.owner_kind]
    obj = owner.find(attachment.owner_id)
    if obj is None:
        raise OwnerNotFound
    return attachment, Owned(owner, obj)


def _cross_out(file: StoredFile) -> None:
    """The file belongs to something from now on.

    :raises AttachmentNotFound: it took so long that cleaning up came first.
    """
    deleted, _details = LooseFile.objects.filter(stored_name=file.stored_name).delete()
    if not deleted:
        raise AttachmentNotFound


def _free_name(place: Owned, filename: str) -> str:
    files = Attachment.objects.of(place.kind, place.owner_id)
    return free_name(filename, files.values_list("filename", flat=True))


def _words(attachment: Attachment, place: Owned) -> dict[str, Any]:
    return {"file": attachment.filename, "owner": str(place.obj)}
