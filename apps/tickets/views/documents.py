"""Orders on paper and in Word, lists as files, and the template that Word documents are made from."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.decorators import admin_required, login_required
from apps.core import clock
from apps.core.exports.downloads import export_response
from apps.core.form_routes import submit
from apps.core.http import success, wants_json
from apps.core.pdf import pdf_response
from apps.core.word import MEDIA_TYPE, word_response
from apps.tickets.documents import house_template, order_pdf, order_word, template_in_use
from apps.tickets.exports import LIST
from apps.tickets.order_sheet import LISTS, TEXTS, Sheet, sheet_for
from apps.tickets.orders import order_of
from apps.tickets.queries import visible_ticket
from apps.tickets.services.word_templates import replace_template, reset_template


class TemplateForm(forms.Form):
    """A template to put in place of the one in use."""

    file = forms.FileField(
        label=gettext_lazy("New template"),
        widget=forms.FileInput({"accept": f".docx,{MEDIA_TYPE}"}),
        help_text=gettext_lazy("A Word document (.docx) of at most 2 MB."),
    )


@require_safe
@login_required
def as_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet of an order, to print."""
    sheet = _sheet(request, number)
    return pdf_response(order_pdf(sheet), f"{sheet.filename}.pdf")


@require_safe
@login_required
def as_word(request: HttpRequest, number: str) -> HttpResponse:
    """The order in Word."""
    sheet = _sheet(request, number)
    return word_response(order_word(sheet), f"{sheet.filename}.docx")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def export(request: HttpRequest) -> HttpResponseBase:
    """The list of tickets, as its address filters it, as a file."""
    return export_response(request, LIST.code)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def word_template(request: HttpRequest) -> HttpResponse:
    """Which template is in use, what it may name; sent, another one is put in its place."""
    form, template = submit(
        request,
        lambda: TemplateForm(request.POST or None, request.FILES or None),
        lambda form: _replace(request, form.cleaned_data["file"]),
    )
    if template is None:
        return render(request, "tickets/word_template.html", _context(form))
    return _done(request, _("Documents are made from %(file)s now.") % {"file": template})


@require_safe
@admin_required
def word_template_file(request: HttpRequest) -> HttpResponse:
    """The template in use, to look at or to change."""
    stored = house_template()
    name = stored.file_name if stored else "Auftrag-Vorlage.docx"
    return word_response(template_in_use(stored), name)


@require_POST
@admin_required
def word_template_reset(request: HttpRequest) -> HttpResponse:
    """Use Scandy's own template again."""
    reset_template(actor=request.user, now=clock.now())
    return _done(request, _("Documents are made from Scandy's own template again."))


def _sheet(request: HttpRequest, number: str) -> Sheet:
    ticket = visible_ticket(request.user, number)
    return sheet_for(request.user, order_of(ticket), clock.today())


def _replace(request: HttpRequest, upload: Any) -> Any:
    upload.seek(0)
    return replace_template(
        upload.read(), file_name=upload.name, actor=request.user, now=clock.now()
    )


def _context(form: TemplateForm) -> dict[str, Any]:
    lists = {name: [f"zeile.{column}" for column in columns] for name, columns in LISTS.items()}
    return {"form": form, "template": house_template(), "texts": TEXTS, "lists": lists}


def _done(request: HttpRequest, text: str) -> HttpResponse:
    if wants_json(request):
        return success(message=text)
    messages.success(request, text)
    return redirect("tickets:word_template")
