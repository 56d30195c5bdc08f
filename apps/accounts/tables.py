"""The accounts as a file, for admins. They are invited, not imported: each begins with a link for its owner."""

from apps.accounts.models import User
from apps.core.tables.columns import Table, TableColumn, column, name_of


class UserTable(Table):
    model = User
    related = ("department",)

    def columns(self) -> list[TableColumn]:
        return [
            *(column(User, name) for name in ("username", "first_name", "last_name")),
            column(User, "email", width=28),
            column(User, "role"),
            column(User, "department", name_of("department"), width=24),
            *(column(User, name) for name in ("is_active", "expires_at", "last_login")),
        ]
