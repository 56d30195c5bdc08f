"""Handing out exports so that the desk does not feel it: short ones at once, long ones by the background workers.

The file of a long one waits in the instance's folder for a day, for the person who asked for it and nobody else.
"""

import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from apps.core import clock
from apps.core.errors import NotPermitted
from apps.core.exports.sheets import (
    ROWS_AT_ONCE,
    SheetColumn,
    SheetFormat,
    csv_chunks,
    write_xlsx,
)
from apps.core.jobs import Progress, enqueue, job
from apps.core.models import Job, JobState
from apps.core.registry import Export, registry

EXPORT = "core.export"
AT_ONCE = {SheetFormat.CSV: 10_000, SheetFormat.XLSX: 2_000}
KEPT = timedelta(days=1)


def export_response(request: HttpRequest, code: str) -> HttpResponseBase:
    """Answer the address of an export: the file, or for a long one the way to it.

    :raises PermissionDenied: the person may not have it.
    """
    user: Any = request.user
    export, now = registry.exports[code], clock.now()
    if not user.has_perm(export.permission):
        raise PermissionDenied
    sheet_format = _format_of(request)
    if request.method == "POST":
        return redirect("job", _job_of(user, export, sheet_format, request.GET.urlencode()).pk)
    rows = export.rows(request.GET, user, now)
    if (count := rows.count()) > AT_ONCE[sheet_format]:
        context = {"export": export, "count": count, "query": request.GET.urlencode()}
        return render(request, "background/long_export.html", context)
    name = file_name(export, sheet_format, now)
    objects = _completed(export, rows, now)
    return _file(str(export.title), sheet_format, name, export.columns(user), objects)


def example_response(
    request: HttpRequest, title: str, columns: Sequence[SheetColumn]
) -> HttpResponseBase:
    """An empty table to fill in: the heads, and one row that shows how."""
    sheet_format = _format_of(request)
    name = f"{slugify(title)}.{sheet_format}"
    return _file(title, sheet_format, name, columns, [None])


def file_response(job: Job) -> FileResponse:
    """The file that an export's job has made.

    :raises Http404: it is not ready, or a day has passed.
    """
    if job.name != EXPORT or job.state != JobState.DONE:
        raise Http404
    path = folder() / job.arguments["file"]
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=job.file_name)


def file_name(export: Export, sheet_format: SheetFormat, now: datetime) -> str:
    """What the file is called on the person's own computer."""
    day = clock.local_date(now).isoformat()
    return f"{slugify(str(export.title))}-{day}.{sheet_format}"


def folder() -> Path:
    """Where files wait for their owners."""
    return Path(settings.INSTANCE_HOME) / "run" / "exports"


def delete_old_files(now: datetime) -> int:
    """Forget what nobody fetched in time; returns how many."""
    old = [path for path in folder().glob("*") if path.stat().st_mtime < (now - KEPT).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


@job(EXPORT)
def run_export(
    progress: Progress, *, code: str, sheet_format: str, query: str, user_id: str, file: str
) -> dict[str, Any]:
    """Write the file of a long export; run again after an accident it writes the same file anew.

    :raises NotPermitted: the person has lost the right to it meanwhile.
    """
    export, now = registry.exports[code], clock.now()
    users: Any = get_user_model()
    user = users.objects.get(pk=user_id)
    if not (user.is_active and user.has_perm(export.permission)):
        raise NotPermitted
    rows = export.rows(QueryDict(query), user, now)
    total = rows.count()
    objects = _reported(progress, _completed(export, rows, now), total)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    half = folder() / f"{file}.part"
    try:
        with half.open("wb") as target:
            _write(
                target, str(export.title), SheetFormat(sheet_format), export.columns(user), objects
            )
        half.replace(folder() / file)
    finally:
        half.unlink(missing_ok=True)
    name = file_name(export, SheetFormat(sheet_format), now)
    return {"name": name, "rows": total}


def _format_of(request: HttpRequest) -> SheetFormat:
    try:
        return SheetFormat(request.GET.get("format", SheetFormat.CSV))
    except ValueError as error:
        raise Http404 from error


def _job_of(user: Any, export: Export, sheet_format: SheetFormat, query: str) -> Job:
    """The job for this; the one that is under way already when somebody is impatient."""
    arguments = {
        "code": export.code,
        "sheet_format": str(sheet_format),
        "query": query,
        "user_id": str(user.pk),
    }
    under_way = Job.objects.filter(
        name=EXPORT, actor=user, state__in=[JobState.QUEUED, JobState.RUNNING]
    )
    for running in under_way:
        if arguments.items() <= running.arguments.items():
            return running
    return enqueue(EXPORT, actor=user, file=uuid4().hex, **arguments)


def _completed(export: Export, rows: QuerySet[Any], now: datetime) -> Iterator[Any]:
    """The objects one after the other, each with what other apps know about it, from one cursor."""
    found = rows.iterator(chunk_size=ROWS_AT_ONCE)
    while batch := list(itertools.islice(found, ROWS_AT_ONCE)):
        if export.complete:
            export.complete(batch, now)
        yield from batch


def _reported(progress: Progress, objects: Iterable[Any], total: int) -> Iterator[Any]:
    for done, obj in enumerate(objects):
        if done % (2 * ROWS_AT_ONCE) == 0:
            progress.report(done, total)
        yield obj


def _file(
    title: str,
    sheet_format: SheetFormat,
    name: str,
    columns: Sequence[SheetColumn],
    objects: Iterable[Any],
) -> HttpResponseBase:
    if sheet_format is SheetFormat.CSV:
        chunks = csv_chunks(columns, objects)
        response: HttpResponseBase = StreamingHttpResponse(
            chunks, content_type=sheet_format.media_type
        )
        response["Content-Disposition"] = content_disposition_header(True, name) or ""
        return response
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    _write(file, title, sheet_format, columns, objects)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)


def _write(
    target: IO[bytes],
    title: str,
    sheet_format: SheetFormat,
    columns: Sequence[SheetColumn],
    objects: Iterable[Any],
) -> None:
    if sheet_format is SheetFormat.CSV:
        target.writelines(csv_chunks(columns, objects))
    else:
        write_xlsx(target, title, columns, objects)
