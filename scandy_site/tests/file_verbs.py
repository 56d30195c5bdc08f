"""The verbs of files, for the test that each leaves one event (test_events)."""

from typing import Any

from apps.core.tests.moments import MADE_AT
from apps.media.models import Attachment
from apps.media.services import attachments
from apps.media.tests.factories import add_file, picture, stored_file, upload_of


def _photo(s: Any) -> Attachment:
    return add_file(s.tool, actor=s.actor, now=MADE_AT)


def _second(s: Any) -> Attachment:
    _photo(s)
    return _photo(s)


def _removed(s: Any) -> Attachment:
    return attachments.remove_attachment(_photo(s).pk, actor=s.actor, now=MADE_AT)


VERBS = {
    "add_attachments": (
        "media.added",
        lambda s: attachments.add_attachments(s.tool, [upload_of(picture())], **s.by),
    ),
    "attach": ("media.added", lambda s: attachments.attach(s.tool, stored_file(), **s.by)),
    "attach_what_fits": (
        "media.added",
        lambda s: attachments.attach_what_fits(s.tool, [stored_file()], **s.by),
    ),
    "remove_attachment": (
        "media.removed",
        lambda s: attachments.remove_attachment(_photo(s).pk, **s.by),
    ),
    "restore_attachment": (
        "media.restored",
        lambda s: attachments.restore_attachment(_removed(s).pk, **s.by),
    ),
    "move_attachment": (
        "media.moved",
        lambda s: attachments.move_attachment(_photo(s).pk, s.worker, **s.by),
    ),
    "set_preview": ("media.preview_set", lambda s: attachments.set_preview(_second(s).pk, **s.by)),
}
ELSEWHERE = {
    "store_file": "a file that belongs to nothing yet",
    "store_files": "files that belong to nothing yet",
    "stored": "files that belong to nothing yet",
    "put": "a file that belongs to nothing yet",
    "discard": "files that belonged to nothing",
    "as_fields": "only names things",
    "count_up": "part of adding",
    "count_down": "part of removing",
    "propose_preview": "part of adding",
    "show": "part of adding, removing and choosing",
    "purge": "removing was recorded",
    "delete_loose_files": "files that belong to nothing",
    "forget_owner": "part of erasing its thing, which is recorded",
    "add_thumbnail": "made from what was recorded",
    "thumbnail_or_none": "made from what was recorded",
}
