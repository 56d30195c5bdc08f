"""Printed documents: what stands in them, and that nothing is fetched for them."""

import io
import socket

import pytest
from django.test import override_settings
from pypdf import PdfReader

from apps.core.pdf import data_uri, pdf_response, render_pdf
from apps.core.registry import Letterhead, registry

pytestmark = pytest.mark.unit


@pytest.fixture
def template(settings, tmp_path):
    """Write a template and give its name."""

    def write(body: str) -> str:
        text = "{% extends 'pdf/base.html' %}{% block document %}" + body + "{% endblock %}"
        (tmp_path / "letter.html").write_text(text)
        return "letter.html"

    engine = settings.TEMPLATES[0]
    with override_settings(TEMPLATES=[{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]):
        yield write


@pytest.fixture
def house(monkeypatch):
    monkeypatch.setattr(registry, "letterhead", lambda: Letterhead('Werkstatt "Süd" & Co.'))


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_document_names_the_house_and_shows_umlauts(template, house):
    text = text_of(render_pdf(template("<h1>{{ word }}</h1>"), {"word": "Schlüssel größer 5 €"}))

    assert "Schlüssel größer 5 €" in text
    assert text.count('Werkstatt "Süd" & Co.') == 2  # at the top and at the foot
    assert "Seite 1 / 1" in text


def test_document_uses_our_typeface(template, house):
    reader = PdfReader(io.BytesIO(render_pdf(template("<p>Text</p>"), {})))

    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    assert all("Atkinson" in font.get_object()["/BaseFont"] for font in fonts)


def test_document_escapes_what_people_typed(template, house):
    text = text_of(render_pdf(template("<p>{{ word }}</p>"), {"word": "<img src=x>"}))

    assert "<img src=x>" in text


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/a.png", "file:///etc/passwd"])
def test_document_fetches_nothing(template, house, address):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        source = address.format(port=server.getsockname()[1])

        content = render_pdf(template(f'<img src="{source}"><p>Da.</p>'), {})

        with pytest.raises(TimeoutError):
            server.accept()
    assert "Da." in text_of(content)


def test_picture_in_the_document(template, house):
    pixel = data_uri(
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image/svg+xml"
    )

    assert render_pdf(template(f'<img src="{pixel}">'), {}).startswith(b"%PDF")


def test_response_carries_a_name_with_umlauts():
    response = pdf_response(b"%PDF", "Übergabe T1.pdf", inline=False)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert "%C3%9Cbergabe" in response["Content-Disposition"]
