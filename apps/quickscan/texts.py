"""The sentences that the desk's script shows; they go to the page as JSON, translated."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def desk_texts() -> dict[str, Any]:
    """Texts by the names under which the script knows them; a list holds the forms for one and for many."""
    return {
        "results": _results(),
        "journal": _journal(),
        "pending": _pending(),
        "sentences": _sentences(),
        "camera": _camera(),
        **_counts(),
    }


def _results() -> dict[str, str]:
    return {
        "lent": pgettext("desk", "Lent"),
        "returned": pgettext("desk", "Back"),
        "withdrawn": pgettext("desk", "Taken out"),
        "quantity": _("How much?"),
        "waiting": _("Who gets it?"),
        "person": pgettext("desk", "Ready"),
        "blocked": _("Cannot borrow"),
        "unavailable": _("Not booked"),
        "refused": _("Not booked"),
        "unknown": _("Unknown code"),
        "bounce": _("Scanned twice"),
        "stored": _("Noted"),
        "undone": pgettext("desk", "Undone"),
        "defect": _("Reported as defective"),
    }


def _journal() -> dict[str, str]:
    return {
        "lent": pgettext("journal", "out"),
        "returned": pgettext("journal", "back"),
        "withdrawn": pgettext("journal", "taken out"),
        "undone": pgettext("journal", "undone"),
        "refused": pgettext("journal", "not booked"),
        "unassigned": pgettext("journal", "given to nobody"),
        "discarded": pgettext("journal", "discarded, not booked"),
        "defect": pgettext("journal", "defective"),
    }


def _pending() -> dict[str, str]:
    waits = _("not sent yet")
    return {
        "scan": _("waits for the server"),
        "lend": waits,
        "return": waits,
        "withdraw": waits,
        "confirm": waits,
        "undo": _("undoing, not sent yet"),
        "handover": waits,
        "release": _("person released"),
        "due": _("other date"),
        "drop": waits,
        "defect": _("damage, not sent yet"),
    }


def _sentences() -> dict[str, str]:
    return {
        "lent": _("to %(worker)s, back by %(due)s"),
        "returned": _("from %(worker)s"),
        "waiting": _("Now scan the person."),
        "person": _("Now scan tools or consumables."),
        "blocked": _("%(name)s is blocked: %(reason)s"),
        "no_reason": _("no reason given"),
        "inactive": _("%(name)s is not active and cannot borrow."),
        "unavailable": _("%(tool)s %(barcode)s is %(status)s."),
        "bounce": _("Booked once only. If you mean it, wait a moment and scan it again."),
        "stored": _("It will be sent by itself as soon as the server answers."),
        "stored_for": _("For %(worker)s. It will be sent by itself as soon as the server answers."),
        "defect": _("It cannot be lent until somebody has looked at it."),
        "defect_note": _("Please say in a few words what is broken."),
        "defect_stored": _(
            "The damage is not reported yet. It will be sent by itself as soon as the server answers."
        ),
        "handover": _("Hand it to %(worker)s now"),
        "handover_tool": _("Hand %(tool)s to %(worker)s"),
        "lend_undone": _("%(worker)s does not have it."),
        "return_undone": _("%(worker)s still has it."),
        "released": _("%(name)s was released."),
        "seconds_left": _("%(seconds)s s left"),
        "ready": _("Ready to scan"),
        "next_try": _("Next try in %(seconds)s s."),
        "elsewhere": _(
            "The desk is being used in another window. Click here to go on in this one."
        ),
        "not_durable": _(
            "This browser stores nothing: what the server has not got yet is lost when the page is closed."
        ),
        **_quantities(),
    }


def _quantities() -> dict[str, str]:
    """How much of a consumable, for whom, and what is left."""
    return {
        "amount": _("%(quantity)s %(unit)s %(name)s"),
        "quantity": _("%(quantity)s %(unit)s, %(stock)s there"),
        "in_stock": _("of %(stock)s"),
        "quantity_for": _("for %(name)s, booked by itself in %(seconds)s s"),
        "quantity_for_nobody": _("Who gets it? Scan the person."),
        "withdrawn": _("%(stock)s %(unit)s left"),
        "withdrawn_for": _("to %(worker)s, %(stock)s %(unit)s left"),
        "withdraw_undone": _("%(quantity)s %(unit)s are in stock again."),
        "short": _("Below the minimum (%(stock)s left)"),
        "less": _("Book %(quantity)s %(unit)s"),
    }


def _camera() -> dict[str, str]:
    """How the camera is, and what to do when it is not well."""
    return {
        "starting": _("The camera is starting …"),
        "aim": _("Hold the barcode into the middle of the picture."),
        "reading": _("The photo is being read …"),
        "read": _("Read from the photo:"),
        "nothing": _(
            "There is no barcode to be found in the photo. Go closer until it fills half of the picture, "
            "hold still, and see to light without reflections."
        ),
        "unreadable": _("This file is no picture that the browser can show. Please take a photo."),
        "denied": _(
            "The browser may not use the camera. Allow it in front of the address at the top, "
            "then switch the camera on again."
        ),
        "none": _("This device has no camera. Connect one and switch it on again."),
        "busy": _(
            "Another program is using the camera. Close it there, then switch the camera on again."
        ),
        "lost": _("The camera was unplugged. Connect it and switch it on again."),
        "failed": _(
            "The camera cannot be used right now. Check the connection to the server and try again."
        ),
    }


def _counts() -> dict[str, Any]:
    return {
        "overdue": _("%(count)s overdue"),
        "late": _forms(lambda n: ngettext("%(days)s day late", "%(days)s days late", n)),
        "open": _forms(lambda n: ngettext("%(count)s tool", "%(count)s tools", n)),
        "waiting": _forms(lambda n: ngettext("%(count)s thing", "%(count)s things", n)),
        "overdue_since": _forms(
            lambda n: ngettext(
                "%(count)s overdue, for %(days)s day", "%(count)s overdue, for %(days)s days", n
            )
        ),
        "more_problems": _forms(
            lambda n: ngettext(
                "and %(count)s more, listed below", "and %(count)s more, listed below", n
            )
        ),
        **_held_up(),
    }


def _held_up() -> dict[str, list[str]]:
    """Why scans are not booked yet."""
    return {
        "busy": _forms(
            lambda n: ngettext(
                "%(count)s scan is in the works", "%(count)s scans are in the works", n
            )
        ),
        "away": _forms(
            lambda n: ngettext(
                "The server does not answer. %(count)s scan is kept.",
                "The server does not answer. %(count)s scans are kept.",
                n,
            )
        ),
        "signed_out": _forms(
            lambda n: ngettext(
                "You were signed out. %(count)s scan is kept and will be sent after you sign in.",
                "You were signed out. %(count)s scans are kept and will be sent after you sign in.",
                n,
            )
        ),
        "foreign": _forms(
            lambda n: ngettext(
                "%(count)s scan of %(user)s is kept here and not sent yet.",
                "%(count)s scans of %(user)s are kept here and not sent yet.",
                n,
            )
        ),
    }


def _forms(text: Callable[[int], str]) -> list[str]:
    """The form for one and the form for any other number: German has no more."""
    return [text(1), text(2)]
