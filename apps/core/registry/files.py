"""What apps offer about files: which things may have some, and who may see, add and remove them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class AttachmentOwner:
    """A kind of thing that files belong to; ``kind`` is the word in the address, ``/media/<kind>/<key>/``.

    ``find(key)`` returns the thing of that barcode, number or id, or None when it is gone; ``key_of(obj)`` the word for
    the address; ``may_see(user, obj)``, ``may_add(user, obj)`` and ``may_remove(user, obj, attachment)`` decide about
    its files.
    """

    kind: str
    model: str
    label: Any
    find: Callable[[str], Model | None]
    key_of: Callable[[Any], str]
    may_see: Callable[[Any, Any], bool]
    may_add: Callable[[Any, Any], bool]
    may_remove: Callable[[Any, Any, Any], bool]
    feature: str = ""


@dataclass
class FileHooks:
    """The part of the registry for them."""

    attachment_owners: dict[str, AttachmentOwner] = field(default_factory=dict)
    defect_handlers: list[Callable[..., Model | None]] = field(default_factory=list)

    def add_attachment_owner(self, owner: AttachmentOwner) -> None:
        """Let things of this kind have files; their lists then know ``attachment_count`` and ``preview_url``."""
        self.attachment_owners[owner.kind] = owner

    def attachment_owner_of(self, model: type[Model]) -> AttachmentOwner | None:
        """How things of this model own files; None when they do not."""
        label = model._meta.label_lower
        owners = self.attachment_owners.values()
        return next((owner for owner in owners if owner.model == label), None)

    def add_defect_handler(self, function: Callable[..., Model | None]) -> None:
        """``function(tool, note, actor=, now=)`` reacts to a reported defect, in its transaction.

        It may return what takes the photos (a ticket); otherwise they stay at the tool.
        """
        self.defect_handlers.append(function)

    def defect_reported(self, tool: Model, note: str, *, actor: Any, now: datetime) -> Model:
        """What the photos of the defect belong to."""
        takers = [function(tool, note, actor=actor, now=now) for function in self.defect_handlers]
        return next(filter(None, takers), tool)
