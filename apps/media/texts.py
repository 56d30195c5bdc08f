"""The sentences that the gallery's script shows; they go to the page as JSON, translated."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def gallery_texts() -> dict[str, Any]:
    """Texts by the names under which static/js/media/ knows them."""
    return {
        "states": {
            "waiting": _("waits, %(size)s"),
            "sending": _("%(sent)s of %(size)s"),
            "checking": _("is being checked …"),
        },
        "added": _("%(name)s was added."),
        "empty": _("The file is empty."),
        "too_large": _("The file is too large: %(size)s, at most %(most)s are possible."),
        "too_many": _("There is no room for it: at most %(most)s files are possible."),
        "refused": _("The file was not taken."),
        "away": _("No connection. The file is kept and will be sent again by itself."),
        "signed_out": _("You were signed out. Please sign in in another tab, then go on here."),
        "not_done": _("The server does not answer. Please try again in a moment."),
        "cancel": _("Cancel"),
        "dismiss": _("Close"),
        "pasted": pgettext("file name", "Pasted"),
        "position": _("%(number)s of %(count)s"),
    }
