"""The ways into a new instance: the one-time link, doing without the wizard, and where to go on."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.accounts.queries import is_set_up
from apps.core import clock
from apps.core.errors import InvalidInput
from apps.setup.forms import FirstAdminForm, add_errors
from apps.setup.links import is_valid
from apps.setup.services import DEFAULT_PASSWORD, DEFAULT_USERNAME, begin_setup, skip_setup
from apps.setup.wizard import form_page, resume


@form_page
@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
def first_admin(request: HttpRequest, token: str) -> HttpResponse:
    """Create the admin account, sign it in, and never open again."""
    _require_new(token)
    form = FirstAdminForm(request.POST or None)
    if form.is_valid():
        try:
            user = begin_setup(
                form.save(commit=False), password=form.cleaned_data["password"], now=clock.now()
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            login(request, user)
            return redirect("setup:index")
    context = {"form": form, "token": token, **_default_account()}
    return render(request, "setup/first_admin.html", context)


@form_page
@login_not_required
@never_cache
def skip(request: HttpRequest, token: str) -> HttpResponse:
    """Do without the wizard: the well-known account is there, for this machine alone."""
    _require_new(token)
    if request.method != "POST":
        return redirect("setup:first_admin", token)
    skip_setup(now=clock.now())
    sentence = _("On this machine, sign in as %(username)s with the password %(password)s.")
    messages.info(request, sentence % _default_account())
    return redirect("accounts:login")


@form_page
@login_not_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Where to go on; before there is an account, where to find the link to it."""
    return resume(request) if is_set_up() else render(request, "setup/waiting.html")


def _require_new(token: str) -> None:
    """
    :raises Http404: the link is none of ours, or there is an admin.
    """
    if not is_valid(token) or is_set_up():
        raise Http404


def _default_account() -> dict[str, str]:
    return {"username": DEFAULT_USERNAME, "password": DEFAULT_PASSWORD}
