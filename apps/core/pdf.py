"""Documents to print: a Django template becomes a PDF in the house's name, without touching the network.

A template extends ``pdf/base.html``. Of files it may use only ``static:`` addresses, read from disk, and ``data:``.
WeasyPrint takes half a second to import, so only a process that prints pays for it.
"""

import base64
from typing import Any
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from apps.core import clock
from apps.core.registry import registry


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """The template as PDF, A4 unless its own ``@page`` says otherwise.

    :param context: what the template needs; ``house`` and ``printed_at`` are added.
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class LocalFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            scheme, _, name = url.partition(":")
            path = finders.find(unquote(name)) if scheme == "static" else None
            if not path:
                return super().fetch(url, headers)
            return URLFetcherResponse(url, open(path, "rb"))  # noqa: PTH123 WeasyPrint closes it

    page = render_to_string(
        template, {"house": registry.letterhead(), "printed_at": clock.now(), **context}
    )
    fetcher = LocalFiles(allowed_protocols=["data"])
    return HTML(string=page, base_url="static:", url_fetcher=fetcher).write_pdf()


def pdf_response(content: bytes, filename: str, *, inline: bool = True) -> HttpResponse:
    """Show the document in the browser, or save it.

    :param filename: what the browser offers, with its ending.
    """
    disposition = content_disposition_header(as_attachment=not inline, filename=filename)
    headers = {"Content-Disposition": disposition or "inline", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def data_uri(content: bytes, media_type: str) -> str:
    """The content as an address, to be shown without a second request."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
