"""The page of a piece of background work: how far it is, what came out of it, and how to stop it."""

from typing import Any

from bson import ObjectId
from bson.errors import InvalidId
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.core import jobs
from apps.core.exports.downloads import file_response
from apps.core.http import success, wants_json
from apps.core.models import Job


@require_safe
def job_page(request: HttpRequest, job_id: str) -> HttpResponse:
    """The page, the part of it that htmx asks for every second, or JSON."""
    job = _visible_job(request, job_id)
    if wants_json(request):
        return success(_as_json(job))
    part = request.headers.get("HX-Request") == "true"
    template = "components/job.html" if part else "background/job.html"
    response = render(request, template, {"job": job})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def cancel_job(request: HttpRequest, job_id: str) -> HttpResponse:
    job = _visible_job(request, job_id)
    jobs.cancel(job.pk)
    if wants_json(request):
        job.refresh_from_db()
        return success(_as_json(job))
    return redirect("job", job.pk)


@require_safe
def job_file(request: HttpRequest, job_id: str) -> FileResponse:
    """What an export has made, for the person who asked for it alone."""
    job = _visible_job(request, job_id)
    if job.actor_id != request.user.pk:
        raise Http404
    return file_response(job)


def _visible_job(request: HttpRequest, job_id: str) -> Job:
    """One's own job; those who run the store see all.

    :raises Http404: there is none, or it is somebody else's.
    """
    try:
        job = Job.objects.filter(pk=ObjectId(job_id)).first()
    except InvalidId:
        job = None
    user: Any = request.user
    if job is None or not (user.is_employee or job.actor_id == user.pk):
        raise Http404
    return job


def _as_json(job: Job) -> dict[str, Any]:
    return {
        "id": str(job.pk),
        "name": job.name,
        "label": job.label,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "percent": job.percent,
        "text": job.text,
        "result": job.result,
        "error": job.error,
        "is_cancel_requested": job.is_cancel_requested,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
    }
