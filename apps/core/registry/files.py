"""What apps offer about files: which things may have some, and who may see, add and remove them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class AttachmentOwner:
    """A kind of thing that files belong to; ``kind`` is the word in the address, ``/media/<kind>/<key>/``.

    ``find(key)`` returns the thing of that barcode, number or id, or None; ``key_of(obj)`` the word for the address;
    ``may_see(user, obj)``, ``may_add(user, obj)`` and ``may_remove(user, obj, attachment)`` decide about its files.
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

    def add_attachment_owner(self, owner: AttachmentOwner) -> None:
        self.attachment_owners[owner.kind] = owner
