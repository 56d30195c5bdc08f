"""Who may do what: one table, role by permission. ``sync_roles`` writes it into the auth groups.

Permissions are asked by name, ``user.has_perm("lending.lend_tool")``, and answered from this table without a query.
A role has the permissions of its own row and of all rows below it.
"""

from apps.accounts.enums import RANKS, Role

OWN_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.PARTICIPANT: frozenset(
        {"tickets.view_ticket", "tickets.add_ticket", "tickets.change_ticket"}
    ),
    Role.STANDARD_USER: frozenset(
        {
            "tools.view_tool",
            "tools.add_tool",
            "tools.change_tool",
            "consumables.view_consumable",
            "consumables.add_consumable",
            "consumables.change_consumable",
            "consumables.book_stock",
            "consumables.view_stockmovement",
            "consumables.view_stocktaking",
            "lending.view_lending",
            "lending.lend_tool",
            "tickets.work_on_ticket",
            "tickets.view_workarea",
            "masterdata.view_category",
            "masterdata.view_department",
            "masterdata.view_location",
            "masterdata.view_supplier",
        }
    ),
    Role.EMPLOYEE: frozenset(
        {
            "accounts.use_back_office",
            "tools.delete_tool",
            "consumables.delete_consumable",
            "consumables.view_purchaseorder",
            "consumables.change_purchaseorder",
            "consumables.change_stocktaking",
            "tools.maintain_tool",
            "lending.undo_lending",
            "tickets.delete_ticket",
            "tickets.view_ticketmessage",
            "tickets.view_ticketevent",
            *(f"tickets.{action}_workarea" for action in ("add", "change", "delete")),
            "reports.view_report",
            *(f"notifications.{action}_notice" for action in ("view", "add", "change", "delete")),
            "workers.view_worker",
            "workers.add_worker",
            "workers.change_worker",
            "workers.delete_worker",
            *(
                f"masterdata.{action}_{model}"
                for action in ("add", "change", "delete")
                for model in ("category", "department", "location", "supplier")
            ),
        }
    ),
    Role.ADMIN: frozenset(
        {
            *(f"tools.{action}_toolfield" for action in ("view", "add", "change", "delete")),
            "accounts.view_user",
            "accounts.add_user",
            "accounts.change_user",
            "notifications.view_outgoingmail",
            "notifications.resend_mail",
            "tools.erase_tool",
            "consumables.erase_consumable",
            "workers.erase_worker",
            "tickets.erase_ticket",
            "core.view_job",
            "core.view_taskrun",
            "sitesettings.view_systemsettings",
            "sitesettings.change_systemsettings",
            "sitesettings.view_scheduledtask",
            "sitesettings.change_scheduledtask",
        }
    ),
}

PERMISSIONS: dict[Role, frozenset[str]] = {
    role: frozenset().union(
        *(OWN_PERMISSIONS[other] for other in Role if RANKS[other] <= RANKS[role])
    )
    for role in Role
}


def allows(role: str, permission: str) -> bool:
    """Whether the role has the permission (``app.codename``)."""
    return permission in PERMISSIONS.get(Role(role), frozenset())


def allows_app(role: str, app_label: str) -> bool:
    """Whether the role has any permission of the app (asked by the admin's menu)."""
    return any(permission.startswith(f"{app_label}.") for permission in PERMISSIONS[Role(role)])
