"""What the receipt pages say by themselves (static/js/receive/); placeholders as in gettext."""

from django.utils.translation import gettext as _


def texts() -> dict[str, str]:
    """Texts of both pages, by the key that the scripts use."""
    return {
        "added": _("%(name)s: %(quantity)s %(unit)s"),
        "away": _("The server does not answer. Press Enter again: it is booked only once."),
        "foreign": _("%(code)s is not in this order."),
        "free": _("Without an order"),
        "nothing": _("Scan something first."),
        "ordered": _("Order %(number)s: %(missing)s %(unit)s missing"),
        "pending": _("First book %(name)s (Enter), or discard it (Esc)."),
        "signedOut": _("You are signed out. Please sign in again."),
        "undo": _("Undo"),
        "undone": _("undone"),
    }
