"""The pages of one's own account."""

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import profile, sessions
from apps.accounts.forms import ProfileForm
from apps.accounts.links import LinkInvalid
from apps.core import clock
from apps.core.errors import DomainError, InvalidInput
from apps.core.http import house_url
from apps.core.symbols import code_128, qr_code


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Name and address, where one is signed in, and the ways to badge, password and preferences."""
    form = ProfileForm(request.POST or None, instance=copy(request.user))
    if form.is_valid() and _save(request, form):
        return redirect("profile:show")
    now = clock.now()
    context = {
        "form": form,
        "sessions": sessions.open_sessions(request.user, now),
        "own_key": request.session.get(sessions.KEY),
        "has_badge": getattr(request.user, "worker", None) is not None,
    }
    return render(request, "accounts/profile.html", context)


@require_POST
def end_session(request: HttpRequest, key: str) -> HttpResponse:
    try:
        sessions.end_session(request.user.pk, key)
        messages.success(request, _("That session is over."))
    except sessions.SessionOver as refusal:
        messages.error(request, refusal)
    return redirect("profile:show")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    user = sessions.end_all(request.user.pk)
    sessions.keep(request, user, clock.now())
    messages.success(request, _("You are signed in here alone."))
    return redirect("profile:show")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail; opening it alone changes nothing, for mail programs do that, too."""
    try:
        email = profile.email_of(token, request.user)
        if request.method == "POST":
            profile.confirm_email(request.user.pk, token, now=clock.now())
            messages.success(request, _("Mail goes to %(email)s from now on.") % {"email": email})
            return redirect("profile:show")
    except LinkInvalid:
        return render(request, "accounts/link_invalid.html", status=404)
    except InvalidInput as refusal:
        messages.error(request, " ".join(refusal.data["fields"]["email"]))
        return redirect("profile:show")
    return render(request, "accounts/confirm_email.html", {"email": email, "owner": request.user})


@require_safe
def badge(request: HttpRequest) -> HttpResponse:
    """One's own barcode, large enough to be scanned from a phone."""
    worker = getattr(request.user, "worker", None)
    if worker is None or worker.deleted:
        raise Http404
    context = {
        "worker": worker,
        "qr": qr_code(worker.barcode),
        "code128": code_128(worker.barcode),
    }
    return render(request, "accounts/badge.html", context)


def _save(request: HttpRequest, form: ProfileForm) -> bool:
    """Store what was changed; what is refused stands at the form."""
    new_email = form.new_email
    try:
        profile.change_own_name(request.user.pk, form.names, now=clock.now())
        if new_email:
            profile.request_email(request.user.pk, new_email, base_url=house_url(request))
    except DomainError as refusal:
        form.add_error("email" if new_email else None, str(refusal))
        return False
    if new_email:
        text = _("We sent a link to %(email)s. Until you open it, your old address stays.")
        messages.info(request, text % {"email": new_email})
    else:
        messages.success(request, _("Your profile is saved."))
    return True
