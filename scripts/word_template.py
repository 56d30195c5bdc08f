"""Makes the Word template of orders that Scandy brings: ``python scripts/word_template.py``.

It is a file like any that a house could upload; it is made by a script so that nobody has to keep a binary by hand.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).parent.parent / "apps" / "tickets" / "word" / "work_order.docx"
MADE_AT = datetime(2026, 11, 23, tzinfo=UTC)
BLUE, GREY = RGBColor(0x1D, 0x37, 0x68), RGBColor(0x5E, 0x59, 0x4F)
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT

FACTS = (
    ("Auftraggeber", "{{ auftraggebername }}   {{ internchk }} intern   {{ externchk }} extern"),
    ("Kontakt", "{{ auftraggebermail }}"),
    ("Bereich", "{{ bereich }}"),
    ("Eingegangen", "{{ datum }}"),
    ("Fällig", "{{ duedate }}"),
    ("Zuständig", "{{ auftragnehmer }}"),
    ("Fertiggestellt", "{{ fertigstellung }}"),
)
MATERIAL = (
    ("Artikel", "artikel", None),
    ("Menge", "menge", RIGHT),
    ("Einheit", "einheit", None),
    ("Einzelpreis", "preis", RIGHT),
    ("Betrag", "betrag", RIGHT),
)
WORK = (
    ("Arbeit", "arbeit", None),
    ("Leistungskategorie", "kategorie", None),
    ("Stunden", "stunden", RIGHT),
    ("Satz", "satz", RIGHT),
    ("Betrag", "betrag", RIGHT),
)
SUMS = (
    ("Material", "matsum"),
    ("Arbeit", "arbeitsum"),
    ("Zwischensumme", "zwsum"),
    ("MwSt. {{ mwstsatz }} %", "mwst"),
    ("Gesamtsumme", "gesamtsumme"),
)


def make() -> Any:
    """The document, with all placeholders."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(22), Mm(18)
    section.top_margin = section.bottom_margin = Mm(18)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10.5)
    style.paragraph_format.space_after = Pt(4)
    section.header.paragraphs[0].text = "{{ haus }}"
    section.footer.paragraphs[
        0
    ].text = "{{ haus }} · Auftrag {{ auftragnummer }} · {{ druckdatum }}"
    title = document.add_paragraph().add_run("Auftrag {{ auftragnummer }}")
    title.font.size, title.font.bold, title.font.color.rgb = Pt(18), True, BLUE
    document.add_paragraph().add_run("{{ titel }}").bold = True
    _facts(document)
    _text(document, "Auftragsbeschreibung", "beschreibung", "auftragsbeschreibung")
    document.add_paragraph("{%p if ausgefuehrtearbeiten %}")
    _text(document, "Ausgeführte Arbeiten", "ausgefuehrtearbeiten")
    document.add_paragraph("{%p endif %}")
    _lines(document, "Material", MATERIAL, "materialien", 76, 20, 22, 26, 26)
    _lines(document, "Arbeit", WORK, "arbeiten", 60, 40, 20, 24, 26)
    document.add_paragraph("{%p if gesamtsumme %}")
    _sums(document)
    document.add_paragraph("{%p endif %}")
    _signatures(document)
    properties = document.core_properties
    properties.title, properties.author = "Auftrag {{ auftragnummer }}", "{{ haus }}"
    properties.comments = ""
    properties.created = properties.modified = MADE_AT
    return document


def _heading(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = (
        Pt(10),
        True,
    )
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(12), True, BLUE


def _text(document: Any, heading: str, *names: str) -> None:
    _heading(document, heading)
    for name in names:
        document.add_paragraph(_placeholder(name))


def _facts(document: Any) -> None:
    table = document.add_table(rows=0, cols=2)
    for label, value in FACTS:
        cells = table.add_row().cells
        _fill(cells[0], label, color=GREY)
        _fill(cells[1], value)
    _set_widths(table, 38, 132)


def _lines(document: Any, heading: str, columns: Any, name: str, *widths: int) -> None:
    _heading(document, heading)
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    head, start, row, end = table.rows
    for position, (label, key, alignment) in enumerate(columns):
        _fill(head.cells[position], label, alignment, bold=True)
        _fill(row.cells[position], _placeholder(f"zeile.{key}"), alignment)
    start.cells[0].text = "{%tr for zeile in " + name + " %}"
    end.cells[0].text = "{%tr endfor %}"
    _set_widths(table, *widths)


def _sums(document: Any) -> None:
    table = document.add_table(rows=0, cols=2)
    table.alignment = 2
    for label, name in SUMS:
        cells = table.add_row().cells
        is_total = name == "gesamtsumme"
        _fill(cells[0], label, bold=is_total)
        _fill(cells[1], _placeholder(name), RIGHT, bold=is_total)
    _set_widths(table, 44, 30)


def _signatures(document: Any) -> None:
    for _line in range(2):
        document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    for cell, who in zip(table.rows[0].cells, ("Auftraggeber", "Ausführung"), strict=True):
        _fill(cell, f"{'_' * 34}\nDatum, Unterschrift {who}", color=GREY)


def _fill(
    cell: Any, text: str, alignment: Any = None, *, bold: bool = False, color: Any = None
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = alignment
    run = paragraph.add_run(text)
    run.bold = bold
    if color is not None:
        run.font.color.rgb = color


def _set_widths(table: Any, *widths: int) -> None:
    """Fixed widths in millimeters; Word and LibreOffice read them in different places."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _placeholder(name: str) -> str:
    return "{{ " + name + " }}"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    make().save(TARGET)
