"""Signing in and out, and one's own password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts import passwords
from apps.accounts.forms import OwnPasswordForm, SignInForm
from apps.core import clock
from apps.core.errors import InvalidInput
from apps.core.registry import registry


class SignInView(LoginView):
    """The only way in; comes back to the page that was asked for."""

    form_class = SignInForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def get_success_url(self) -> str:
        """The page that was asked for; who came for none in particular may be awaited somewhere."""
        asked = self.get_redirect_url()
        if asked and asked != resolve_url("home"):
            return asked
        return registry.landing_for(self.request.user) or self.get_default_redirect_url()


class SignOutView(LogoutView):
    pass


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("old_password", "password", "password_again")
def change_password(request: HttpRequest) -> HttpResponse:
    """Choose another password; this session goes on, all others end."""
    form = OwnPasswordForm(request.POST or None, instance=request.user)
    if form.is_valid():
        old, new = form.cleaned_data["old_password"], form.cleaned_data["password"]
        try:
            user = passwords.change_own_password(request.user.pk, old=old, new=new, now=clock.now())
        except InvalidInput as error:
            for name, sentences in error.data["fields"].items():
                form.add_error(name, sentences)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your new password is valid from now on."))
            return redirect("home")
    return render(request, "accounts/password.html", {"form": form})
