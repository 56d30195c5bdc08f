"""The back office of Scandy: which lists it has, in which order."""

from django.utils.translation import gettext_lazy as _

from apps.core.admin import MenuEntry, MenuGroup, ScandySiteBase


class ScandyAdminSite(ScandySiteBase):
    menu = (
        MenuGroup(
            _("Tools and lending"),
            (
                MenuEntry("tools.tool", "construction"),
                MenuEntry("lending.lending", "swap_horiz"),
            ),
        ),
        MenuGroup(
            _("People"),
            (
                MenuEntry("workers.worker", "badge"),
                MenuEntry("accounts.user", "manage_accounts"),
            ),
        ),
        MenuGroup(
            _("Master data"),
            (
                MenuEntry("masterdata.category", "category"),
                MenuEntry("masterdata.location", "location_on"),
                MenuEntry("masterdata.department", "apartment"),
            ),
        ),
    )
