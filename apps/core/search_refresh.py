"""Brings up to date what things are found by, when not the things have changed but the rules: a field of the house was
deleted, or a newer version finds more.
"""

from typing import Any

from django.apps import apps

from apps.core.db import atomic
from apps.core.jobs import Progress, job
from apps.core.logs import scope_cache
from apps.core.models import Searchable
from apps.core.mongodb import direct

REFRESH = "core.refresh_search"
PORTION = 500


@job(REFRESH)
def refresh_search(progress: Progress, labels: list[str] | None = None) -> dict[str, int]:
    """Bring things up to date, of all models or of those named (``app.model``), and say how many were changed."""
    models = [apps.get_model(label) for label in labels] if labels else _searchable_models()
    total = sum(model.objects.count() for model in models)
    done = changed = 0
    for model in models:
        last = None
        while keys := _next_keys(model, last):
            changed += _refresh_some(model, keys)
            done, last = done + len(keys), keys[-1]
            progress.report(done, max(done, total))
    return {"changed": changed}


def _searchable_models() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, Searchable)]


def _next_keys(model: Any, last: Any) -> list[Any]:
    later = model.objects.filter(pk__gt=last) if last else model.objects.all()
    return list(later.order_by("pk").values_list("pk", flat=True)[:PORTION])


@atomic
def _refresh_some(model: Any, keys: list[Any]) -> int:
    """Whoever saves one of them at the same moment is in conflict with us, so neither overwrites the other."""
    scope_cache().clear()  # what the terms depend on may have changed since the last portion
    outdated = {}
    for obj in model.objects.filter(pk__in=keys):
        before = obj.search_terms
        obj.update_search()
        if obj.search_terms != before:
            outdated[obj.pk] = {"search_terms": obj.search_terms}
    direct.change_many(model, outdated)
    return len(outdated)
