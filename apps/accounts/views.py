"""Signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView

from apps.accounts.forms import SignInForm


class SignInView(LoginView):
    """The only way in; comes back to the page that was asked for."""

    form_class = SignInForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True


class SignOutView(LogoutView):
    pass
