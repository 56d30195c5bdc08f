"""The pages of the wizard, for admins, until one of them has finished: then none of them exists for anybody."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from bson import ObjectId
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.middleware import NotAuthenticated
from apps.core import clock
from apps.core.errors import DomainError, InvalidInput
from apps.core.http import failure, success, wants_json
from apps.core.jobs import enqueue
from apps.core.models import Job
from apps.core.registry import SetupStep, registry
from apps.notifications.diagnosis import TEST_MAIL
from apps.setup import queries, services
from apps.setup.forms import add_errors
from apps.setup.queries import FINISH
from apps.sitesettings.queries import current

HOME = "home"  # where "later" leads
form_page = require_http_methods(["GET", "HEAD", "POST"])


def for_admins(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the wizard: 404 when it is over; before that, for those who may change the settings."""

    @form_page
    @login_not_required
    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not queries.is_running():
            raise Http404
        user: Any = request.user
        if user.is_authenticated and not user.has_perm(queries.PERMISSION):
            raise PermissionDenied
        if user.is_authenticated:
            return view(request, *args, **kwargs)
        if wants_json(request):
            raise NotAuthenticated
        return redirect_to_login(request.get_full_path())

    return checked


@for_admins
def resume(request: HttpRequest) -> HttpResponse:
    """Back to where the admin was."""
    return _go_to(queries.resume_at(current()))


@for_admins
@sensitive_post_parameters("mail_password")
def step(request: HttpRequest, code: str) -> HttpResponse:
    """One step. Leaving it saves it, wherever one goes; "to" says where, else it is the next."""
    found = _step(code)
    if code not in queries.reachable(current()):
        return resume(request)
    if request.method != "POST":
        return _page(request, found, _form(request, found))
    data = _data(request)
    target = str(data.get("to", ""))
    form = _form(request, found, data)
    if target == "skip" and found.is_optional:
        return _answer(request, _leave(request, found, None, target), target)
    if stop := _save(request, found, form, target):
        return _answer(request, stop, target)
    if target == HOME:
        messages.warning(request, _("“%(step)s” was not saved.") % {"step": found.label})
        return redirect(HOME)
    return _refusal(request, found, form)


@for_admins
@require_POST
@sensitive_post_parameters("mail_password")
def test_mail(request: HttpRequest) -> HttpResponse:
    """Save the mail settings and try them in the background; the step shows how far that is."""
    found = _step("mail")
    form = _form(request, found, _data(request))
    if form.is_valid() and not form.cleaned_data["test_recipient"]:
        form.add_error("test_recipient", _("Please enter the address the test mail should go to."))
    if not _save(request, found, form, found.code):
        return _refusal(request, found, form)
    job = enqueue(TEST_MAIL, actor=request.user, recipient=form.cleaned_data["test_recipient"])
    return redirect(f"{reverse('setup:step', args=[found.code])}?job={job.pk}#test")


@for_admins
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Fill in demo data in the background; the last page shows how far that is."""
    services.start_demo(actor=request.user, now=clock.now())
    return redirect("setup:finish")


@for_admins
def finish(request: HttpRequest) -> HttpResponse:
    """What is set up, demo data or none, and the end of the wizard."""
    if FINISH not in queries.reachable(current()):
        return resume(request)
    if request.method == "POST":
        services.finish_setup(actor=request.user, now=clock.now())
        messages.success(request, _("Scandy is set up. Have a good start!"))
        if (job := queries.demo_job()) and not job.is_over:
            messages.info(request, _("The demo data is still being loaded."))
        return redirect(HOME)
    context = {
        "done": [(step, step.summary()) for step in registry.steps_of_setup()],
        "job": queries.demo_job(),
        **_frame(FINISH),
    }
    return render(request, "setup/finish.html", context)


def _step(code: str) -> SetupStep:
    """
    :raises Http404: there is no such step.
    """
    step = next((step for step in registry.steps_of_setup() if step.code == code), None)
    if step is None:
        raise Http404
    return step


def _form(request: HttpRequest, step: SetupStep, data: Any = None) -> Any:
    return step.form(data, user=request.user, is_done=step.code in current().setup_done)


def _data(request: HttpRequest) -> Any:
    """The fields, of a form or of a program."""
    if request.content_type != "application/json":
        return request.POST
    try:
        data = json.loads(request.body)
    except ValueError as error:
        raise InvalidInput({}) from error
    if not isinstance(data, dict):
        raise InvalidInput({})
    return data


def _save(request: HttpRequest, step: SetupStep, form: Any, target: str) -> str:
    """Save the step if its form is valid; returns where one is then, empty when it was refused."""
    if not form.is_valid():
        return ""
    try:
        return _leave(request, step, form.cleaned_data, target)
    except services.SetupOver:
        raise
    except InvalidInput as error:
        add_errors(form, error)
    except DomainError as error:
        form.add_error(None, str(error))
    return ""


def _leave(
    request: HttpRequest, step: SetupStep, values: dict[str, Any] | None, target: str
) -> str:
    back, following = queries.neighbors(step.code)
    to = {"": following, "skip": following, "back": back, HOME: step.code}.get(target, target)
    return services.leave_step(step, values, to=to, actor=request.user, now=clock.now())


def _answer(request: HttpRequest, stop: str, target: str) -> HttpResponse:
    if wants_json(request):
        return success({"step": stop})
    return redirect(HOME) if target == HOME else _go_to(stop)


def _refusal(request: HttpRequest, step: SetupStep, form: Any) -> HttpResponse:
    if wants_json(request):
        return failure(InvalidInput({name: list(map(str, e)) for name, e in form.errors.items()}))
    return _page(request, step, form)


def _go_to(stop: str) -> HttpResponse:
    return redirect("setup:finish") if stop == FINISH else redirect("setup:step", stop)


def _page(request: HttpRequest, step: SetupStep, form: Any) -> HttpResponse:
    context = {"step": step, "form": form, "job": _own_job(request), **_frame(step.code)}
    return render(request, step.template, context)


def _frame(code: str) -> dict[str, Any]:
    """The way beside each page."""
    stops = queries.way(current(), code)
    number = next(place for place, stop in enumerate(stops, start=1) if stop.code == code)
    return {"stops": stops, "number": number, "back": queries.neighbors(code)[0]}


def _own_job(request: HttpRequest) -> Job | None:
    """The test mail that the page was asked to show."""
    job_id = request.GET.get("job", "")
    if not ObjectId.is_valid(job_id):
        return None
    return Job.objects.filter(pk=ObjectId(job_id), name=TEST_MAIL, actor=request.user).first()
