"""The back office of Scandy: which lists it has, in which order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.admin import MenuEntry, MenuGroup, ScandySiteBase
from apps.lending.queries import longest_overdue
from apps.sitesettings.colors import dark_palette
from apps.sitesettings.queries import current

OVERDUE_SHOWN = 5


class ScandyAdminSite(ScandySiteBase):
    """Carries the house's name and color, like all other pages."""

    menu = (
        MenuGroup(
            _("Tools and lending"),
            (
                MenuEntry("tools.tool", "construction"),
                MenuEntry("lending.lending", "swap_horiz"),
            ),
        ),
        MenuGroup(
            _("Tickets"),
            (
                MenuEntry("tickets.ticket", "confirmation_number"),
                MenuEntry("tickets.workarea", "handyman"),
            ),
        ),
        MenuGroup(
            _("Material"),
            (
                MenuEntry("consumables.consumable", "inventory_2"),
                MenuEntry("consumables.stockmovement", "receipt_long"),
                MenuEntry("consumables.purchaseorder", "shopping_cart"),
                MenuEntry("consumables.stocktaking", "fact_check"),
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
                MenuEntry("masterdata.supplier", "local_shipping"),
                MenuEntry("tools.toolfield", "playlist_add"),
            ),
        ),
        MenuGroup(
            _("Communication"),
            (
                MenuEntry("notifications.notice", "campaign"),
                MenuEntry("notifications.outgoingmail", "outbox"),
            ),
        ),
        MenuGroup(
            _("System"),
            (
                MenuEntry("sitesettings.systemsettings", "settings"),
                MenuEntry("sitesettings.scheduledtask", "schedule"),
                MenuEntry("core.taskrun", "history"),
                MenuEntry("core.job", "pending_actions"),
            ),
        ),
    )

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The overview names those who are late."""
        overdue = longest_overdue(OVERDUE_SHOWN, clock.now())
        return super().index(request, {"overdue": overdue, **(extra_context or {})})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        settings = current()
        context |= {"site_title": settings.system_name, "site_header": settings.system_name}
        if color := settings.primary_color:
            shades = {"600": color, "700": color, "500": dark_palette(color)["primary"]}
            context["colors"] = {
                **context["colors"],
                "primary": {**context["colors"]["primary"], **shades},
            }
            context["dark_colors"] = {**context["dark_colors"], "primary": {"600": color}}
        return context
