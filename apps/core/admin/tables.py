"""The back office's lists as files: export of what is shown, and the pages of an import (apps.core.tables)."""

from functools import partial
from typing import Any

from bson import ObjectId
from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from apps.core.admin.actions import by_whom
from apps.core.admin.widgets import Checkbox, FileInput
from apps.core.errors import DomainError
from apps.core.exports.downloads import example_response, export_response
from apps.core.exports.sheets import SheetColumn
from apps.core.models import Job
from apps.core.registry import registry
from apps.core.tables import imports
from apps.core.tables.bulk import Outdated
from apps.core.tables.files import MOST_BYTES
from apps.core.tables.models import FileImport, ImportState
from apps.core.tables.plans import ImportTable, Plan

FORMATS = (("xlsx", "Excel"), ("csv", "CSV"))
OTHER_PARAMETERS = ("format", "_changelist_filters", "p", "all")


class UploadForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=FileInput({"accept": ".xlsx,.csv,.txt"}),
        help_text=gettext_lazy("XLSX or CSV, up to 10,000 rows and 8 MB."),
    )
    makes_missing = forms.BooleanField(
        label=gettext_lazy("Create missing categories, locations and departments"),
        required=False,
        widget=Checkbox,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 8 MB. Please split it."))
        return file


class TablesMixin(ModelAdmin):
    """Offers files where the model's app has registered a table."""

    list_before_template = "admin/tables/links.html"

    @property
    def table(self) -> Any:
        return registry.tables.get(self.opts.label_lower)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = {
            "export/": ("export", self.export_view),
            "import/": ("import", self.import_view),
            "import/template/": ("import_template", self.template_view),
            "import/<str:import_id>/": ("import_step", self.import_step_view),
        }
        if not isinstance(self.table, ImportTable):
            pages = {"export/": pages["export/"]} if self.table else {}
        own = [
            path(address, self.admin_site.admin_view(view), name=f"{name}_{page}")
            for address, (page, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        user: Any = request.user
        parameters = request.GET.copy()
        for name in OTHER_PARAMETERS:
            parameters.pop(name, None)
        context = {"list_query": parameters.urlencode(), **(extra_context or {})}
        if self.table:
            context |= {"table": self.table, "export_url": self._address("export")}
            context["export_formats"] = FORMATS
        if imports.may_import(self.table, user):
            context |= {"may_import": True, "import_url": self._address("import")}
        return super().changelist_view(request, context)

    def rows_of(self, params: QueryDict, user: Any) -> QuerySet[Any]:
        """What the list shows for this address, on all its pages."""
        request = HttpRequest()
        request.method, request.user = "GET", user
        kept = params.copy()
        for name in OTHER_PARAMETERS:
            kept.pop(name, None)
        request.GET = kept  # type: ignore[assignment]
        try:
            rows: QuerySet[Any] = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters as error:
            raise Http404 from error
        return rows

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        return export_response(request, self.table.code)

    def template_view(self, request: HttpRequest) -> HttpResponseBase:
        """An empty file with heads and an example, to be filled in."""
        self._check_permission(request)
        columns = [
            SheetColumn(each.head, partial(_example_of, each), each.width)
            for each in self._importable_columns()
        ]
        return example_response(request, self.table.title, columns)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file."""
        self._check_permission(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if not self.table.makes_missing:
            del form.fields["makes_missing"]
        if request.method == "POST" and form.is_valid():
            try:
                item = self._upload(request, form.cleaned_data)
            except DomainError as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect(self._address("import_step", item.pk))
        context = {"form": form, "columns": self._importable_columns()}
        return self._page(request, "upload", context)

    def import_step_view(self, request: HttpRequest, import_id: str) -> HttpResponse:
        """What the file would do, and the way to do it; while it is worked on, how far that is."""
        self._check_permission(request)
        item = self._item(request, import_id)
        if request.method == "POST":
            return self._step(request, item)
        job = Job.objects.filter(pk=item.job_id).first() if item.job_id else None
        is_working = item.state in {ImportState.CHECKING, ImportState.APPLYING}
        is_running = is_working and job is not None and not job.is_over
        context = {"item": item, "preview": item.preview, "job": job, "is_running": is_running}
        page = "working" if is_working else item.state
        response = self._page(request, page, context)
        if is_running:
            response["Refresh"] = "2"
        return response

    def _upload(self, request: HttpRequest, values: dict[str, Any]) -> FileImport:
        file = values["file"]
        makes_missing = values.get("makes_missing", False)
        return imports.upload(
            self.table, file.name, file.read(), makes_missing=makes_missing, **by_whom(request)
        )

    def _step(self, request: HttpRequest, item: FileImport) -> HttpResponse:
        wanted = request.POST.get("step")
        if wanted == "discard":
            imports.discard(item.pk, actor=request.user)
            return redirect(self._address("import"))
        try:
            step = imports.confirm if wanted == "confirm" else imports.check_again
            step(item.pk, **by_whom(request))
        except Outdated as refusal:
            messages.error(request, str(refusal))
            imports.check_again(item.pk, **by_whom(request))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect(self._address("import_step", item.pk))

    def _item(self, request: HttpRequest, import_id: str) -> FileImport:
        """One's own import into this table.

        :raises Http404: there is none.
        """
        items = FileImport.objects.filter(actor=request.user, table=self.table.label)
        item = items.filter(pk=import_id).first() if ObjectId.is_valid(import_id) else None
        if item is None:
            raise Http404
        return item

    def _check_permission(self, request: HttpRequest) -> None:
        if not imports.may_import(self.table, request.user):
            raise PermissionDenied

    def _importable_columns(self) -> list[Any]:
        names = self.table.cells(Plan(), makes_missing=False)
        return [column for column in self.table.columns() if column.name in names]

    def _address(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def _page(self, request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
        whole = {
            **self.admin_site.each_context(request),
            "title": _("Import"),
            "subtitle": self.table.title,
            "opts": self.opts,
            "table": self.table,
            "media": self.media,
            "import_url": self._address("import"),
            "template_url": self._address("import_template"),
            "list_url": self._address("changelist"),
            **context,
        }
        return TemplateResponse(request, f"admin/tables/{page}.html", whole)


def _example_of(column: Any, _obj: Any) -> Any:
    return column.example
