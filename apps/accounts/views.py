"""Signing in and out, and the ways to a password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import passwords, sessions
from apps.accounts.forms import NewPasswordForm, OwnPasswordForm, ResetForm, SignInForm
from apps.accounts.links import LinkInvalid, LinkKind
from apps.core import clock
from apps.core.errors import InvalidInput
from apps.core.http import house_url
from apps.core.registry import registry
from apps.core.throttle import throttle
from apps.sitesettings.queries import current

RESETS_PER_HOUR = 20  # from one address


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
            sessions.keep(request, user, clock.now())
            messages.success(request, _("Your new password is valid from now on."))
            return redirect("home")
    return render(request, "accounts/password.html", {"form": form})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether there is such an account or not."""
    form = ResetForm(request.POST or None)
    if form.is_valid():
        throttle(request, "accounts.reset", limit=RESETS_PER_HOUR, seconds=3600)
        passwords.request_reset(form.cleaned_data["name"], base_url=house_url(request))
        return redirect("accounts:reset_sent")
    context = {"form": form, "can_send_mail": current().can_send_mail}
    return render(request, "accounts/reset.html", context)


@login_not_required
@require_safe
def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/reset_sent.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password", "password_again")
def choose_password(request: HttpRequest, token: str, kind: LinkKind) -> HttpResponse:
    """The page behind a link; whoever has it needs no present password."""
    try:
        owner = kind.user_of(token, clock.now())
        form = NewPasswordForm(request.POST or None, instance=owner)
        if form.is_valid():
            password = form.cleaned_data["password"]
            passwords.use_link(token, password, kind=kind, now=clock.now())
            messages.success(request, _("Your new password is valid from now on. Please sign in."))
            return redirect("accounts:login")
    except LinkInvalid:
        return render(request, "accounts/link_invalid.html", status=404)
    return render(request, "accounts/choose_password.html", {"form": form, "owner": owner})
