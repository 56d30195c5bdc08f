"""How a form page of a consumable runs: shown, filled in by a person or a program, done, said."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.consumables.models import Consumable
from apps.consumables.wire import represent_consumable
from apps.core import clock
from apps.core.errors import DomainError, ErrorCode
from apps.core.form_fields import as_sent
from apps.core.form_input import refuse_errors, show_refusal
from apps.core.http import input_of, success, wants_json


def by(request: HttpRequest) -> dict[str, Any]:
    """Who does it and when: the last arguments of every service."""
    return {"actor": request.user, "now": clock.now()}


def said(sentence: str, consumable: Consumable) -> str:
    return sentence % {"consumable": consumable.name, "barcode": consumable.barcode}


def run_step(
    request: HttpRequest,
    consumable: Consumable,
    form_class: type[Any],
    run: Callable[[Any], Consumable],
    texts: dict[str, Any],
    target: str = "",
) -> HttpResponse:
    """Show the form; once it is filled in, run the step, say ``done`` and go to the target or the consumable.

    :param texts: title, submit, done and, if wanted, intro, initial, is_danger.
    """
    form = form_class(initial=texts.get("initial"))
    if request.method == "POST":
        if wants_json(request):
            form = form_class(as_sent(form, input_of(request)))
            refuse_errors(form)
            return success(represent_consumable(run(form)), said(texts["done"], consumable))
        form = form_class(request.POST)
        if form.is_valid() and (changed := _done(form, run)):
            messages.success(request, said(texts["done"], changed))
            return redirect(target or reverse("consumables:detail", args=[changed.barcode]))
    context = {"form": form, "consumable": consumable, **texts}
    return render(request, "consumables/step.html", context)


def _done(form: Any, run: Callable[[Any], Consumable]) -> Consumable | None:
    try:
        return run(form)
    except DomainError as refusal:
        if refusal.code == ErrorCode.NOT_FOUND:
            raise
        show_refusal(form, refusal)
        return None
