"""The first sign-in of a new instance."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts.queries import is_set_up
from apps.accounts.services import create_first_admin
from apps.core import clock
from apps.core.errors import InvalidInput
from apps.setup.forms import FirstAdminForm
from apps.setup.links import is_valid


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password", "password_again")
def first_admin(request: HttpRequest, token: str) -> HttpResponse:
    """Create the admin account, sign it in, and never open again."""
    if not is_valid(token) or is_set_up():
        raise Http404
    form = FirstAdminForm(request.POST or None)
    if form.is_valid():
        try:
            user = create_first_admin(
                form.save(commit=False), password=form.cleaned_data["password"], now=clock.now()
            )
        except InvalidInput as error:
            for name, sentences in error.data["fields"].items():
                form.add_error(name, sentences)
        else:
            login(request, user)
            return redirect("home")
    return render(request, "setup/first_admin.html", {"form": form})
