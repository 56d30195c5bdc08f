"""Signing in."""

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Username and password do not match. Please try again."),
        "inactive": _("This account is not active. Please ask your admin."),
    }
