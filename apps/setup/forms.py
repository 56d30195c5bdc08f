"""The form for the first account."""

from apps.accounts.forms import PasswordForm
from apps.accounts.models import User


class FirstAdminForm(PasswordForm):
    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email"]
