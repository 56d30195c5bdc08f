"""Pages of the master data, for those who keep the stores: the same few pages for each kind."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.decorators import mitarbeiter_required
from apps.audit.queries import history_of
from apps.core import clock
from apps.core.db import on_commit
from apps.core.form_routes import submit
from apps.core.jobs import enqueue
from apps.core.lists import Listing
from apps.core.references import uses_of
from apps.masterdata import filters, services
from apps.masterdata.forms import MergeForm, form_for
from apps.masterdata.merging import MERGE, is_large_merge
from apps.masterdata.models import Location, Named
from apps.masterdata.queries import KINDS, named

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@mitarbeiter_required
def overview(request: HttpRequest) -> HttpResponse:
    return redirect("masterdata:list", next(iter(KINDS)))


@require_safe
@mitarbeiter_required
def item_list(request: HttpRequest, kind: str) -> HttpResponse:
    model = _model(kind)
    listing = Listing(
        request.GET,
        model.objects.all(),
        columns=filters.columns_of(model),
        filterset=filters.PlaceFilter if model is Location else filters.NamedFilter,
        default_sort="name",
    )
    return render(request, "masterdata/item_list.html", {"listing": listing, **_words(kind)})


@require_safe
@mitarbeiter_required
def item_detail(request: HttpRequest, kind: str, item_id: str) -> HttpResponse:
    item = named(_model(kind), item_id)
    context = {"item": item, "uses": uses_of(item), "history": history_of(item), **_words(kind)}
    return render(request, "masterdata/item_detail.html", context)


@FORM
@mitarbeiter_required
def item_add(request: HttpRequest, kind: str) -> HttpResponse:
    return _edit(request, kind, _model(kind))


@FORM
@mitarbeiter_required
def item_edit(request: HttpRequest, kind: str, item_id: str) -> HttpResponse:
    return _edit(request, kind, lambda: named(_model(kind), item_id))


def _edit(request: HttpRequest, kind: str, load: Callable[[], Named]) -> HttpResponse:
    item, data = load(), request.POST if request.method == "POST" else None
    form, done = submit(
        request,
        lambda: form_for(type(item))(data, instance=load()),
        lambda form: services.save_named(form.instance, **_by(request)),
    )
    if done:
        messages.success(request, _("%(name)s is saved.") % {"name": done.name})
        return redirect("masterdata:detail", kind, done.pk)
    context = {"form": form, "item": item if item.pk else None, **_words(kind)}
    return render(request, "masterdata/item_form.html", context)


@FORM
@mitarbeiter_required
def item_merge(request: HttpRequest, kind: str, item_id: str) -> HttpResponse:
    item = named(_model(kind), item_id)
    data = request.POST if request.method == "POST" else None
    form, response = submit(
        request,
        lambda: MergeForm(data, item=item),
        lambda form: _merge(request, kind, item, form.cleaned_data["survivor"]),
    )
    context = {"form": form, "item": item, "uses": uses_of(item), **_words(kind)}
    return response or render(request, "masterdata/item_merge.html", context)


@require_POST
@mitarbeiter_required
def item_delete(request: HttpRequest, kind: str, item_id: str) -> HttpResponse:
    item = named(_model(kind), item_id)
    try:
        services.delete_named(item, **_by(request))
    except services.StillUsed as refusal:
        messages.error(request, str(refusal))
        return redirect("masterdata:detail", kind, item_id)
    messages.success(request, _("%(name)s is deleted.") % {"name": item.name})
    return redirect("masterdata:list", kind)


def _merge(request: HttpRequest, kind: str, loser: Named, survivor: Named) -> HttpResponse:
    """At once, or in the background with progress when very much refers to it."""
    if is_large_merge(loser):
        ids = {"loser_id": str(loser.pk), "survivor_id": str(survivor.pk)}
        actor: Any = request.user
        job = enqueue(MERGE, actor=actor, kind=kind, actor_id=str(actor.pk), **ids)
        return redirect("job", job.pk)
    services.merge_named(type(loser), loser.pk, survivor.pk, **_by(request))
    words = {"name": loser.name, "survivor": survivor.name}
    text = _("%(name)s is part of %(survivor)s now.") % words
    on_commit(lambda: messages.success(request, text))
    return redirect("masterdata:detail", kind, survivor.pk)


def _model(kind: str) -> type[Named]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _words(kind: str) -> dict[str, Any]:
    """What the pages call the kind, and the tabs to the others."""
    options = KINDS[kind]._meta
    tabs = [(name, model._meta.verbose_name_plural) for name, model in KINDS.items()]
    return {
        "kind": kind,
        "kind_label": options.verbose_name,
        "kinds_label": options.verbose_name_plural,
        "tabs": tabs,
    }


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": clock.now()}
