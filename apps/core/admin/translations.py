"""Texts of the theme and of Django's admin that our catalogue translates.

The theme ships no German, and makemessages does not look into installed packages: so the texts stand here for it.
Those of Django have German of their own, which does not speak as Scandy does.
"""

from django.utils.translation import gettext_noop as _

THEME = (
    _("Apply Filters"),
    _("Choose file to upload"),
    _("Click to cancel"),
    _("Click to download"),
    _("Date"),
    _("Date from"),
    _("Date to"),
    _("Expand row"),
    _("False"),
    _("From"),
    _("General"),
    _("Go back"),
    _("Image preview"),
    _("More actions"),
    _("Next"),
    _("No data"),
    _("No results found"),
    _("Not enough data."),
    _("Previous"),
    _("Record picture"),
    _("Reset filters"),
    _("Select action"),
    _("Select action to run"),
    _("Select all rows"),
    _("Select record"),
    _("Select value"),
    _("Submit"),
    _("This item will be deleted."),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("To"),
    _("Toggle password visibility"),
    _("True"),
    _("Type to search"),
    _("Value"),
)
DJANGO = (
    _("History"),
    _("Save and add another"),
    _("Save and continue editing"),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("View on site"),
    _("You may edit it again below."),
)
DATABASE = (
    _("Item %(nth)s in the array did not validate:"),
    _("“%(value)s” is not a valid Object Id."),
)
